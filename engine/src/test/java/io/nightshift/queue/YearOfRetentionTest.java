package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A year of operations, week by week: what is over goes by its partition, and nothing else ever goes. */
@Tag("long")
class YearOfRetentionTest {

    private static final int WEEKS = 52;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final String LARGE = "d".repeat(3000);

    private final Map<UUID, Instant> goesOn = new HashMap<>();

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatIsOverGoesAtOnceAndNothingElse(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            fixture.execute("CREATE EXTENSION pg_stat_statements");
            Retention retention = new Retention(fixture.store, RetentionTimes.DEFAULT);
            new Nodes(fixture.store).register(new Nodes.Registration(1, "node", 1000, 1, "test", java.util.List.of()));
            UUID waiting = fixture.queue.enqueue(
                    operation(Kept.SHORT).postponeUntil(fixture.now().plus(Duration.ofDays(400))));
            goesOn.put(waiting, Instant.MAX);
            UUID first = null;
            for (int week = 0; week < WEEKS; week++) {
                fixture.store.partitions().prepare(fixture.now());
                for (Kept kept : Kept.values()) {
                    UUID id = fixture.queue.enqueue(operation(kept));
                    goesOn.put(id, goes(kept, fixture.now()));
                    first = first == null && kept == Kept.FOR_EVER ? id : first;
                }
                end(fixture);
                fixture.move(WEEK);
                retention.tick();
                assertThat(there(fixture)).as("week %d", week).isEqualTo(expected(fixture.now()));
            }
            assertThat(fixture.jobs.data(null, waiting)).contains(LARGE);
            assertThat(fixture.jobs.data(null, first)).contains(LARGE);
            assertThat(fixture.jobs.counts(null).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(goesOn.values().stream()
                            .filter(fixture.now()::isBefore)
                            .count());
            assertThat(fixture.count("SELECT count(*) FROM pg_class WHERE relkind = 'r'"
                            + " AND relname ~ '^operation_history_short_[0-9]{8}$'"))
                    .as("days of history with what is kept for a week: the last ones, and those prepared")
                    .isLessThan(10);
            assertThat(fixture.count("SELECT count(*) FROM pg_stat_statements WHERE query ~* '^delete from"
                            + " nightshift.operation_(history|payload|attempt|log)'"))
                    .as("nothing is deleted row by row")
                    .isZero();
            assertThat(fixture.count("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
                            + " WHERE query LIKE 'DROP TABLE IF EXISTS nightshift.operation_history_%'"))
                    .isGreaterThan(WEEKS);
        }
    }

    private static Operation operation(Kept kept) {
        return Operation.named("work").kept(kept).data(LARGE);
    }

    /** Times are counted from the end of the day on which it ended. */
    private static Instant goes(Kept kept, Instant ended) {
        Instant day = ended.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        return switch (kept) {
            case SHORT -> day.plus(Duration.ofDays(7));
            case LONG -> day.plus(Duration.ofDays(90));
            case FOR_EVER -> Instant.MAX;
        };
    }

    private static void end(SeriesFixture fixture) throws SQLException {
        Claims claims = new Claims(fixture.store);
        for (Bucket bucket : claims.buckets()) {
            new Recorder(fixture.store, () -> 1L)
                    .record(claims.claim(1, Map.of(bucket, 100)).stream()
                            .map(claim -> Settlement.succeeded(claim, null))
                            .toList());
        }
    }

    private Set<UUID> expected(Instant now) {
        Set<UUID> expected = new HashSet<>(goesOn.keySet());
        expected.removeIf(id -> !goesOn.get(id).isAfter(now));
        return expected;
    }

    private static Set<UUID> there(SeriesFixture fixture) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT operation_id FROM nightshift.asyncoperation")) {
            Set<UUID> ids = new HashSet<>();
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
            return ids;
        }
    }
}
