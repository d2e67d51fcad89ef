package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The last stamp is one for the whole process, so nothing here asks for a time far ahead of what was there. */
class UuidV7Test {

    private static final Instant NOW = Instant.parse("2026-05-04T10:11:12.345Z");

    @Test
    void eachIsGreaterThanTheOneBeforeAsTextAndInTheDatabase() {
        String before = "";
        for (int i = 0; i < 20_000; i++) {
            String id = UuidV7.make(NOW).toString();
            assertThat(id).isGreaterThan(before);
            before = id;
        }
    }

    @Test
    void aClockThatGoesBackDoesNotDisturbTheOrder() {
        String first = UuidV7.make(NOW.plusSeconds(60)).toString();
        String second = UuidV7.make(NOW).toString();
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void itCarriesVersionVariantAndTime() {
        Instant later = UuidV7.timeOf(UuidV7.make(NOW)).plusMillis(1000);
        UUID id = UuidV7.make(later);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(UuidV7.timeOf(id)).isEqualTo(later);
        assertThat(UuidV7.timeOf(UUID.fromString("0d5b1f2e-0f6b-4c52-9d8a-0a4f3f0e3b11")))
                .isNull();
    }

    @Test
    void manyThreadsNeverMakeTheSameAndEachSeesThemGrow() throws Exception {
        int threads = 8;
        int each = 25_000;
        Callable<List<UUID>> maker = () -> {
            List<UUID> made = new ArrayList<>(each);
            for (int i = 0; i < each; i++) {
                made.add(UuidV7.make(NOW));
            }
            return made;
        };
        Set<UUID> all = new HashSet<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<List<UUID>>> results = executor.invokeAll(java.util.Collections.nCopies(threads, maker));
            for (Future<List<UUID>> result : results) {
                List<UUID> made = result.get();
                for (int i = 1; i < made.size(); i++) {
                    assertThat(made.get(i).getMostSignificantBits())
                            .isGreaterThan(made.get(i - 1).getMostSignificantBits());
                }
                all.addAll(made);
            }
        }
        assertThat(all).hasSize(threads * each);
    }
}
