package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has ended goes when its time is over, and nothing before it. */
class RetentionTest {

    private static final RetentionTimes TIMES = new RetentionTimes(Duration.ofDays(1), Duration.ofDays(3));

    /** A clock that a test moves. */
    private static final class Hand implements ServiceClock {
        private Instant now = Instant.parse("2031-03-01T12:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            return now.toEpochMilli() * 1_000_000;
        }
    }

    private static final class Queue implements AutoCloseable {
        private final TestDatabase database;
        private final Hand clock = new Hand();
        private final QueueStore store;
        private final OperationQueue queue;
        private final SystemJobs jobs;
        private final Retention retention;

        Queue(TestDatabase.Version version) throws SQLException {
            database = TestDatabase.create(version);
            store = QueueStore.open(database.dataSource(), clock, "default");
            queue = new OperationQueue(store);
            jobs = new SystemJobs(store, RetrySchedule.STANDARD);
            retention = new Retention(store, TIMES);
            new Nodes(store).register(new Nodes.Registration(1, "one", 1000, 1, "test", List.of()));
        }

        UUID enqueue(Kept kept) throws SQLException {
            return queue.enqueue(
                    Operation.named("work").kept(kept).data("d".repeat(3000)).name(kept.name()));
        }

        void endAll() throws SQLException {
            Claims claims = new Claims(store);
            for (Bucket bucket : claims.buckets()) {
                for (Claim claim : claims.claim(1, Map.of(bucket, 100))) {
                    new Recorder(store, () -> 1L).record(List.of(Settlement.succeeded(claim, null)));
                }
            }
        }

        void nextDay() throws SQLException {
            clock.now = clock.now.plus(Duration.ofDays(1));
            store.partitions().prepare(clock.now);
            retention.tick();
        }

        boolean isKept(UUID id) throws SQLException {
            boolean found = jobs.get(null, id).isPresent();
            // Its data goes with it, and never before.
            assertThat(jobs.data(null, id).isPresent()).isEqualTo(found);
            return found;
        }

        long one(String sql) throws SQLException {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void eachClassGoesInItsTimeAndTheCountersAndSearchesKnow(TestDatabase.Version version) throws Exception {
        try (Queue q = new Queue(version)) {
            Map<Kept, UUID> first = new HashMap<>();
            for (Kept kept : Kept.values()) {
                first.put(kept, q.enqueue(kept));
            }
            q.endAll();
            UUID live = q.enqueue(Kept.SHORT);
            for (int day = 1; day <= 5; day++) {
                q.nextDay();
                assertThat(q.isKept(first.get(Kept.SHORT)))
                        .as("short, day %s", day)
                        .isEqualTo(day < 2);
                assertThat(q.isKept(first.get(Kept.LONG)))
                        .as("long, day %s", day)
                        .isEqualTo(day < 4);
                assertThat(q.isKept(first.get(Kept.FOR_EVER))).isTrue();
                assertThat(q.isKept(live)).isTrue();
                q.queue.enqueue(Operation.named("nothing"));
                long rows = q.one("SELECT count(*) FROM nightshift.asyncoperation");
                Map<Standing, Long> counts = q.jobs.counts(null);
                assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(rows);
            }
            assertThat(q.one("SELECT count(*) FROM pg_class WHERE relname IN ('operation_history_short_20310301',"
                            + " 'operation_history_long_20310301', 'operation_payload_long_20310301')"))
                    .isZero();
            assertThat(q.jobs.find(Search.all().statuses(Set.of(StatusCode.SUCCEEDED)))
                            .operations())
                    .singleElement()
                    .satisfies(o -> assertThat(o.name()).isEqualTo("FOR_EVER"));

            // What was created long ago and ends now is kept from now on, with all that belongs to it.
            q.endAll();
            q.nextDay();
            assertThat(q.isKept(live)).isTrue();
            for (int day = 0; day < 3; day++) {
                q.nextDay();
            }
            assertThat(q.isKept(live)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whoHoldsADayIsNotWaitedForAndTheDayGoesLater(TestDatabase.Version version) throws Exception {
        try (Queue q = new Queue(version)) {
            UUID id = q.enqueue(Kept.SHORT);
            q.endAll();
            try (Connection reader = q.database.dataSource().getConnection();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement
                        .executeQuery("SELECT count(*) FROM nightshift.operation_history")
                        .close();
                for (int day = 0; day < 3; day++) {
                    q.nextDay();
                }
                assertThat(q.isKept(id)).isTrue();
                reader.rollback();
            }
            q.nextDay();
            assertThat(q.jobs.get(null, id)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void pagesGoOnOverDaysOpenAndClosedInEveryOrder(TestDatabase.Version version) throws Exception {
        try (Queue q = new Queue(version)) {
            for (int day = 0; day < 3; day++) {
                for (Kept kept : List.of(Kept.LONG, Kept.FOR_EVER)) {
                    q.enqueue(kept);
                    q.queue.enqueue(
                            // An id that tells nothing of its time.
                            Operation.named("work")
                                    .kept(kept)
                                    .id(UUID.randomUUID())
                                    .token("t" + day));
                }
                q.endAll();
                q.enqueue(Kept.LONG);
                if (day < 2) {
                    q.nextDay();
                }
            }
            List<Search> searches = List.of(
                    Search.all(),
                    Search.all().message("work"),
                    Search.all().nameContains("o"),
                    Search.all().order(Search.Order.COMPLETED),
                    Search.all().statuses(Set.of(StatusCode.SUCCEEDED)));
            for (Search search : searches) {
                java.util.Set<UUID> seen = new java.util.HashSet<>();
                String after = null;
                do {
                    SystemJobs.Page page = q.jobs.find(search.limit(2).after(after));
                    page.operations().forEach(o -> assertThat(seen.add(o.id())).isTrue());
                    after = page.next();
                } while (after != null);
                long expected = q.jobs.find(search.limit(1000)).operations().size();
                assertThat(seen).as("%s", search).hasSize((int) expected);
                assertThat(expected).as("%s", search).isGreaterThanOrEqualTo(8);
            }
            assertThat(q.jobs.find(Search.all().token("t0")).operations()).hasSize(2);
        }
    }
}
