package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.Kept;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of days that have no partition: made long ago, made while nobody kept house, at the edge of a day or a month. */
class OldDaysTest {

    private static final Author ADA = Author.of("ada");

    /** A clock that a test moves. */
    private static final class Hand implements ServiceClock {
        private Instant now = Instant.parse("2031-01-31T23:59:59.999999Z");
        private long nanos;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            return nanos++;
        }

        void move(Duration time) {
            now = now.plus(time);
        }
    }

    private static final class Queue implements AutoCloseable {
        private final TestDatabase database;
        private final Hand clock = new Hand();
        private final QueueStore store;
        private final OperationQueue queue;
        private final Claims claims;
        private final SystemJobs jobs;

        Queue(TestDatabase.Version version) throws SQLException {
            database = TestDatabase.create(version);
            store = QueueStore.open(database.dataSource(), clock, "default");
            queue = new OperationQueue(store);
            claims = new Claims(store);
            jobs = new SystemJobs(store, RetrySchedule.STANDARD);
            new Nodes(store).register(new Nodes.Registration(1, "one", 1000, 1, "test", List.of()));
        }

        Claim claim() throws SQLException {
            Bucket bucket = claims.look().getFirst().bucket();
            return claims.claim(1, Map.of(bucket, 1)).getFirst();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anOperationOfADayThatNobodyPreparedCanBeMovedAndCanceled(TestDatabase.Version version) throws Exception {
        try (Queue q = new Queue(version)) {
            q.clock.move(Duration.ofDays(40));
            UUID id = q.queue.enqueue(Operation.named("work"));
            q.clock.move(Duration.ofDays(400));
            q.queue.postpone(null, id, q.clock.now().plusSeconds(60), ADA);
            assertThat(q.jobs.log(null, id, 0)).hasSize(1);
            q.queue.move(Move.CANCEL, null, id, ADA);
            assertThat(q.jobs.get(null, id).orElseThrow().standing()).isEqualTo(Standing.CANCELED);
            assertThat(q.jobs.log(null, id, 0)).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatADeadNodeHeldIsTakenBackHoweverOldItIs(TestDatabase.Version version) throws Exception {
        try (Queue q = new Queue(version)) {
            q.clock.move(Duration.ofDays(40));
            UUID id = q.queue.enqueue(Operation.named("work"));
            q.clock.move(Duration.ofDays(400));
            q.claim();
            new Nodes(q.store).end(1);
            assertThat(new Nodes(q.store).rescue().ids()).containsExactly(id);
            assertThat(q.jobs.get(null, id).orElseThrow().standing()).isEqualTo(Standing.READY);
            assertThat(q.jobs.attempts(null, id)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aLogLineAndALargeResultOfAnOldOperationFindTheirPlace(TestDatabase.Version version) throws Exception {
        try (Queue q = new Queue(version)) {
            for (Kept kept : Kept.values()) {
                q.clock.move(Duration.ofDays(40));
                UUID id = q.queue.enqueue(Operation.named("work").kept(kept));
                q.clock.move(Duration.ofDays(400));
                Claim claim = q.claim();
                new OperationLog(q.store)
                        .write(List.of(new OperationLog.Entry(
                                claim.organization(),
                                id,
                                claim.kept(),
                                claim.createdOn(),
                                q.clock.now(),
                                null,
                                "late")));
                String large = "x".repeat(5000);
                assertThat(new Recorder(q.store, () -> 1L).record(List.of(Settlement.succeeded(claim, large))))
                        .hasSize(1);
                assertThat(q.jobs.result(null, id)).contains(large);
                assertThat(q.jobs.log(null, id, 0)).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theLastMicrosecondOfAMonthAndTheFirstOfTheNextBothFindTheirPartition(TestDatabase.Version version)
            throws Exception {
        try (Queue q = new Queue(version)) {
            for (Kept kept : Kept.values()) {
                q.clock.now = Instant.parse("2031-01-31T23:59:59.999999Z");
                for (int i = 0; i < 2; i++) {
                    UUID id = q.queue.enqueue(Operation.named("work").kept(kept).data("d".repeat(3000)));
                    assertThat(new Recorder(q.store, () -> 1L)
                                    .record(List.of(Settlement.succeeded(q.claim(), "r".repeat(3000)))))
                            .hasSize(1);
                    assertThat(q.jobs.get(null, id).orElseThrow().status()).isEqualTo(StatusCode.SUCCEEDED);
                    assertThat(q.jobs.get(null, id).orElseThrow().completedOn()).isEqualTo(q.clock.now());
                    q.clock.move(Duration.of(1, java.time.temporal.ChronoUnit.MICROS));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aReplacementWithLargeDataIsWhatTheHandlerReads(TestDatabase.Version version) throws Exception {
        try (Queue q = new Queue(version)) {
            Operation keyed = Operation.named("work").key("k").onDuplicate(Operation.OnDuplicate.REPLACE);
            UUID id = q.queue.enqueue(keyed.data("a".repeat(3000)).kept(Kept.LONG));
            q.clock.move(Duration.ofHours(2));
            assertThat(q.queue.enqueue(keyed.data("b".repeat(3000)).kept(Kept.SHORT)))
                    .isEqualTo(id);
            assertThat(q.jobs.data(null, id)).contains("b".repeat(3000));
            assertThat(q.claims.data(q.claim())).isEqualTo("b".repeat(3000));
        }
    }
}
