package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked for is a value: it never becomes SQL, never a pattern, and never an error of the database. */
class SearchTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aPartOfANameIsLookedForAsItIsWritten(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<String> names = List.of("100 %", "100 x", "a_b", "axb", "back\\slash", "quote'; --", "ÄRGER", "$1");
            for (String name : names) {
                fixture.enqueue(Operation.named("work").name(name));
            }
            for (String part : List.of("0 %", "a_b", "k\\s", "'; --", "ärger", "$1")) {
                assertThat(named(fixture, Search.all().nameContains(part)))
                        .as(part)
                        .singleElement()
                        .satisfies(name -> assertThat(name.toLowerCase(java.util.Locale.ROOT))
                                .contains(part));
            }
            assertThat(named(fixture, Search.all().nameContains("%"))).hasSize(1);
            assertThat(named(fixture, Search.all().nameContains("' OR true --")))
                    .isEmpty();
            assertThat(named(fixture, Search.all().token("' OR '1'='1").message("x'")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void valuesThatCannotBeStoredAreRefusedWithTheirCodeAndTimesBeyondAllTimesFindWhatTheyShould(
            TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            UUID id = fixture.enqueue();
            SystemJobs jobs = fixture.service().systemJobs();
            assertThat(named(fixture, Search.all().createdFrom(Instant.MIN).createdBefore(Instant.MAX)))
                    .hasSize(1);
            assertThat(named(fixture, Search.all().createdFrom(Instant.MAX))).isEmpty();
            assertThat(named(fixture, Search.all().createdBefore(Instant.MIN))).isEmpty();
            for (String bad : List.of("\0", "a\uD800", "\uDC00b")) {
                refused(() -> jobs.find(Search.all().nameContains(bad)));
                refused(() -> jobs.find(Search.all().token(bad)));
                refused(() -> jobs.find(Search.all().message(bad)));
                refused(() -> jobs.get(bad, id));
                refused(() -> fixture.enqueue(Operation.named("work").data(bad)));
                refused(() -> fixture.enqueue(Operation.named("work").token(bad)));
                refused(() -> fixture.enqueue(Operation.named("work").key(bad)));
                refused(() -> fixture.service().queue().recordEvent(null, "key" + bad, null));
                refused(() -> fixture.service().queue().recordEvent(null, "key", bad));
                refused(() -> Author.of(bad));
            }
            refused(() -> Operation.named("work").correlation(null, 40_000));
            assertThat(named(fixture, Search.all().token("x".repeat(1_000_000))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatWaitsForSeveralCausesComesInTheOrderOfItsIdsPageByPage(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            Instant later = fixture.service().queue().clock().now().plusSeconds(3600);
            List<UUID> expected = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                UUID id = fixture.enqueue(Operation.named("work").postponeUntil(later));
                if (i % 3 == 0) {
                    fixture.service().queue().move(Move.PAUSE, null, id, Author.of("test"));
                }
                expected.addFirst(id);
            }
            fixture.enqueue(Operation.named("work"));
            List<UUID> found = new ArrayList<>();
            String after = null;
            do {
                SystemJobs.Page page = fixture.service()
                        .systemJobs()
                        .find(
                                Search.all()
                                        .states(Set.of(StateCode.SUSPENDED))
                                        .limit(5)
                                        .after(after),
                                Duration.ofMillis(200));
                page.operations().forEach(operation -> found.add(operation.id()));
                after = page.next();
            } while (after != null);
            assertThat(found).isEqualTo(expected);
            assertThat(named(fixture, Search.all().causes(Set.of(Cause.PAUSED))))
                    .hasSize(4);
            assertThat(named(
                            fixture,
                            Search.all()
                                    .causes(Set.of(Cause.PAUSED))
                                    .statuses(Set.of(StatusCode.PAUSING, StatusCode.WAITING))))
                    .hasSize(4);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatGoesOnAtTheSameMomentComesPageByPageWhateverItIsAskedFor(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            Instant later = fixture.service().queue().clock().now().plusSeconds(3600);
            List<UUID> together = fixture.service()
                    .queue()
                    .enqueue(java.util.Collections.nCopies(
                            23, Operation.named("work").name("together").postponeUntil(later)));
            UUID sooner = fixture.enqueue(Operation.named("work").postponeUntil(later.minusSeconds(60)));
            UUID last = fixture.enqueue(Operation.named("rare").postponeUntil(later.plusSeconds(60)));
            List<UUID> all = new ArrayList<>(together);
            all.addFirst(sooner);
            all.add(last);
            Search soonest = Search.all().order(Search.Order.POSTPONED).limit(5);
            assertThat(pages(fixture, soonest, Duration.ofSeconds(2))).isEqualTo(all);
            assertThat(pages(fixture, soonest.nameContains("together"), Duration.ofSeconds(2)))
                    .isEqualTo(together);
            assertThat(pages(fixture, soonest.message("rare"), Duration.ofSeconds(2)))
                    .containsExactly(last);
            SystemJobs.Page one = fixture.service().systemJobs().find(soonest.limit(1), Duration.ZERO);
            assertThat(one.operations()).extracting(AsyncOperation::id).containsExactly(sooner);
        }
    }

    private static List<UUID> pages(ServiceFixture fixture, Search search, Duration patience) throws Exception {
        List<UUID> found = new ArrayList<>();
        Search next = search;
        while (next != null) {
            SystemJobs.Page page = fixture.service().systemJobs().find(next, patience);
            page.operations().forEach(operation -> found.add(operation.id()));
            next = page.next() == null ? null : next.after(page.next());
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void everyConditionAtOnceIsOneQueryAndPagesGiveEachOperationOnce(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            fixture.service().queue().enqueue(java.util.Collections.nCopies(25, Operation.named("work")));
            List<UUID> all = new ArrayList<>();
            String after = null;
            do {
                SystemJobs.Page page = fixture.service()
                        .systemJobs()
                        .find(Search.all().limit(10).after(after));
                page.operations().forEach(operation -> all.add(operation.id()));
                after = page.next();
            } while (after != null);
            assertThat(all).hasSize(25).doesNotHaveDuplicates();
            UUID none = new UUID(0, 0);
            assertThat(named(
                            fixture,
                            Search.all()
                                    .states(EnumSet.allOf(StateCode.class))
                                    .statuses(EnumSet.allOf(StatusCode.class))
                                    .causes(EnumSet.allOf(Cause.class))
                                    .types(Set.of(OperationType.values()))
                                    .message("work")
                                    .nameContains("w")
                                    .token("t")
                                    .parent(none)
                                    .correlation(none)
                                    .owner(none)
                                    .regarding(none)
                                    .createdFrom(Instant.EPOCH)
                                    .createdBefore(Instant.MAX)
                                    .series(true)))
                    .isEmpty();
        }
    }

    private static List<String> named(ServiceFixture fixture, Search search) throws Exception {
        return fixture.service().systemJobs().find(search).operations().stream()
                .map(AsyncOperation::name)
                .toList();
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo(ErrorCode.INVALID_ARGUMENT.code()));
    }
}
