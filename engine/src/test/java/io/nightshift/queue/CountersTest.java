package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the counters cost, and that no crash or crowd spoils them. That they are right after every step: QueueModelTest. */
class CountersTest {

    private static final Author ADA = Author.of("ada");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aBatchWritesAFewBytesForEachOperation(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version)) {
            QueueStore store = QueueStore.open(database.dataSource(), new SystemClock(), "default");
            execute(database, "CREATE EXTENSION pg_stat_statements");
            // The bytes of the same batches with and without the rows of the counters.
            long with = life(database, store);
            execute(
                    database,
                    "CREATE FUNCTION nightshift.nothing() RETURNS trigger LANGUAGE plpgsql AS $$"
                            + "BEGIN RETURN NULL; END $$");
            execute(
                    database,
                    "CREATE TRIGGER nothing BEFORE INSERT ON nightshift.counter_delta"
                            + " FOR EACH ROW EXECUTE FUNCTION nightshift.nothing()");
            long without = life(database, store);
            assertThat((with - without) / 500.0)
                    .as("bytes of WAL that counting costs an operation, from enqueue to end")
                    .isLessThan(30);
        }
    }

    /**
     * The bytes of WAL that the statements of this database wrote for 500 operations, enqueued, claimed and ended in batches.
     * The least of several rounds: a checkpoint has whole pages written, a page that is full is split, and both only add.
     */
    private static long life(TestDatabase database, QueueStore store) throws SQLException {
        long nodeId = System.nanoTime();
        new Nodes(store).register(new Nodes.Registration(nodeId, "n", 10_000, 1, "test", List.of()));
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            execute(database, "SELECT pg_stat_statements_reset()");
            new OperationQueue(store).enqueue(Collections.nCopies(500, Operation.named("work")));
            Claims claims = new Claims(store);
            List<Claim> claimed = claims.claim(nodeId, Map.of(claims.buckets().getFirst(), 500));
            assertThat(claimed).hasSize(500);
            new Recorder(store, () -> nodeId)
                    .record(claimed.stream()
                            .map(claim -> Settlement.succeeded(claim, null))
                            .toList());
            least = Math.min(least, written(database));
        }
        return least;
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void manyWhoMoveCrashAndFoldAtOnceLeaveTheCountersExact(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version);
                HikariDataSource pool = pool(database)) {
            QueueStore store = QueueStore.open(pool, new SystemClock(), "default");
            OperationQueue queue = new OperationQueue(store);
            Counters counters = new Counters(store);
            List<Thread> threads = new ArrayList<>();
            List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 6; i++) {
                int number = i;
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        work(database, queue, counters, number);
                    } catch (SQLException | RuntimeException e) {
                        errors.add(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(errors).isEmpty();
            Map<Standing, Long> counted = new SystemJobs(store, RetrySchedule.STANDARD).counts(null);
            assertThat(counted).isEqualTo(rows(database));
            counters.fold();
            assertThat(new SystemJobs(store, RetrySchedule.STANDARD).counts(null))
                    .isEqualTo(counted);
        }
    }

    /** Connections that are kept, so that the threads meet in the counters and not in the forming of connections. */
    private static HikariDataSource pool(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(8);
        return new HikariDataSource(config);
    }

    private static void work(TestDatabase database, OperationQueue queue, Counters counters, int number)
            throws SQLException {
        for (int round = 0; round < 100; round++) {
            List<UUID> ids = queue.enqueue(Collections.nCopies(3, Operation.named("work")));
            queue.postpone(null, ids.get(0), queue.clock().now().plusSeconds(1000), ADA);
            queue.move(Move.CANCEL, null, ids.get(1), ADA);
            if (number == 0) {
                counters.fold();
            }
            if (number == 1) {
                queue.move(Move.DELETE, null, ids.get(1), ADA);
            }
            if (number == 2 && round % 5 == 0) {
                // A program that dies before its commit.
                Connection connection = database.dataSource().getConnection();
                connection.setAutoCommit(false);
                queue.enqueue(connection, Operation.named("work"));
                connection.close();
            }
        }
    }

    private static Map<Standing, Long> rows(TestDatabase database) throws SQLException {
        Map<Standing, Long> rows = new java.util.LinkedHashMap<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT statuscode, cause, count(*) FROM nightshift.asyncoperation GROUP BY 1, 2")) {
            while (row.next()) {
                rows.put(SystemJobs.standing(row.getInt(1), row.getObject(2, Integer.class)), row.getLong(3));
            }
        }
        return rows;
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long written(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sum(wal_bytes)::bigint FROM pg_stat_statements"
                        + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }
}
