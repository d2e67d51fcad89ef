package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one process tells another. The node polls so seldom that only a hint can be the reason for what it does. */
class HintsTest {

    private static final Duration SELDOM = Duration.ofMinutes(2);
    private static final ServiceSettings SETTINGS =
            ServiceSettings.DEFAULT.slots(4).poll(SELDOM).lease(Duration.ofMinutes(20));

    /** A store of its own is what another process has. */
    private static OperationQueue elsewhere(ServiceFixture fixture) throws Exception {
        return new OperationQueue(QueueStore.open(fixture.dataSource(), new SystemClock(), "default"));
    }

    private static AsyncService listening(ServiceFixture fixture, OperationHandler handler) throws Exception {
        AsyncService node = fixture.node(SETTINGS);
        node.handle("work", handler).start();
        ServiceFixture.awaitTrue(() -> node.hintState() == HintListener.State.ARRIVING);
        return node;
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatAnotherProcessEnqueuesStartsAtOnce(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            listening(fixture, context -> Outcome.succeeded());
            OperationQueue other = elsewhere(fixture);
            fixture.awaitEnd(other.enqueue(Operation.named("work")));
            fixture.awaitEnd(other.enqueue(Operation.named("work").token("lane")));
            UUID inTransaction;
            try (Connection connection = fixture.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                inTransaction = other.enqueue(connection, Operation.named("work"));
                connection.commit();
                connection.setAutoCommit(true);
            }
            fixture.awaitEnd(inTransaction);
            UUID soon = other.enqueue(
                    Operation.named("work").postponeUntil(Instant.now().plusMillis(300)));
            fixture.awaitEnd(soon);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void eventsAndMovesOfAnotherProcessAreHeard(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            listening(fixture, context -> {
                if (context.attempt() == 1) {
                    return new Outcome.Waiting("go");
                }
                while (true) {
                    context.throwIfStopRequested();
                    Thread.onSpinWait();
                }
            });
            OperationQueue other = elsewhere(fixture);
            UUID id = other.enqueue(Operation.named("work"));
            fixture.awaitStanding(id, Standing.suspended(io.nightshift.operation.Cause.EVENT));
            other.recordEvent(null, "go", null);
            fixture.awaitStanding(id, Standing.IN_PROGRESS);
            other.move(Move.CANCEL, null, id, Author.of("test"));
            fixture.awaitStanding(id, Standing.CANCELED);
        }
    }

    /** The caller's own commit is heard by a service of the same process as well. */
    @Test
    void theCallersCommitIsHeardInTheSameProcess() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst())) {
            AsyncService node = listening(fixture, context -> Outcome.succeeded());
            try (Connection connection = fixture.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                UUID id = node.queue().enqueue(connection, Operation.named("work"));
                connection.commit();
                connection.setAutoCommit(true);
                fixture.awaitEnd(id);
            }
        }
    }

    /** A flood of commits is not made to pass one by one for the sake of hints. */
    @Test
    void aFloodIsNotAnnouncedOneByOne() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst())) {
            CountingSource counting = new CountingSource();
            OperationQueue queue = new OperationQueue(
                    QueueStore.open(counting.over(fixture.dataSource()), new SystemClock(), "default"));
            queue.enqueue(Operation.named("work"));
            counting.taken();
            long start = System.nanoTime();
            for (int i = 0; i < 400; i++) {
                queue.enqueue(Operation.named("work"));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long hints = counting.taken().stream()
                    .filter(statement -> statement.contains("pg_notify"))
                    .count();
            assertThat(hints).isBetween(1L, 22 + (long) (200 * seconds));
        }
    }

    /** Anybody who may connect can send anything. */
    @Test
    void nonsenseIsIgnored() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst())) {
            listening(fixture, context -> Outcome.succeeded());
            for (String text :
                    List.of("", "x", "0 ", "0 r", "0 r 1 2", "0 r 1 1 x work", "0 r 999 1 0 work", "0 t 5")) {
                fixture.execute("SELECT pg_notify('nightshift', '" + text + "')");
            }
            fixture.awaitEnd(elsewhere(fixture).enqueue(Operation.named("work")));
        }
    }

    /** A connection that dies is replaced, and what was sent meanwhile is looked for. */
    @Test
    void aLostConnectionIsReplaced() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst())) {
            AsyncService node = listening(fixture, context -> Outcome.succeeded());
            int lost = listener(fixture);
            fixture.execute("SELECT pg_terminate_backend(" + lost + ")");
            // Not that it is missing meanwhile, which lasts for a second only.
            ServiceFixture.awaitTrue(() -> listener(fixture) != lost && listener(fixture) != 0);
            ServiceFixture.awaitTrue(() -> node.hintState() == HintListener.State.ARRIVING);
            fixture.awaitEnd(elsewhere(fixture).enqueue(Operation.named("work")));
        }
    }

    /** The process of the database on whose connection hints arrive; 0 when there is none. */
    private static int listener(ServiceFixture fixture) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'"
                                + " AND datname = current_database()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
