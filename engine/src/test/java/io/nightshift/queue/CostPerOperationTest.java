package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.Operation;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gate on what an operation costs, in figures that are the same on every machine, quiet or not: statements, commits, WAL
 * and buffers. A bound lies a little above what was measured when it was set. Whoever breaks one has made every operation of
 * every user dearer, and either finds a cheaper way or raises the bound and writes down why.
 */
class CostPerOperationTest {

    private static final int OPERATIONS = 1000;
    private static final int SINGLES = 200;
    private static final int BATCH = 500;
    private static final long NODE = 1;
    private static final int LANES = 100;
    /** Transactions of the server's own that may fall into a measuring. */
    private static final int STRAY = 30;

    /** Per operation; {@code statements} and {@code commits} for all of them together, because many share one. */
    private record Bound(int operations, int statements, int commits, double wal, double buffers) {}

    private static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void plainOperations(TestDatabase.Version version) throws Exception {
        try (Bench bench = new Bench(version)) {
            bench.measure(
                    "enqueue, in one call",
                    new Bound(OPERATIONS, 4, 1 + STRAY, 345, 6.3),
                    () -> bench.enqueue(number -> null));
            bench.measure("claim, in batches of 500", new Bound(OPERATIONS, 5, 2 + STRAY, 475, 9.6), bench::claimAll);
            bench.measure("end, in batches of 500", new Bound(OPERATIONS, 4, 2 + STRAY, 345, 5.6), bench::endAll);
            assertThat(bench.live()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void oneEnqueueForEachCommit(TestDatabase.Version version) throws Exception {
        try (Bench bench = new Bench(version)) {
            bench.enqueueOne(); // remembers what a first call asks
            bench.measure("enqueue, one per commit", new Bound(SINGLES, 2 * SINGLES, SINGLES + STRAY, 420, 5.5), () -> {
                for (int i = 0; i < SINGLES; i++) {
                    bench.enqueueOne();
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void operationsInLanes(TestDatabase.Version version) throws Exception {
        try (Bench bench = new Bench(version)) {
            bench.measure(
                    "life of operations in 100 lanes of 10, one by one",
                    new Bound(OPERATIONS, 110, 35 + STRAY, 1950, 54),
                    () -> bench.live(number -> "lane" + number % LANES, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void operationsInRunsOfLanes(TestDatabase.Version version) throws Exception {
        try (Bench bench = new Bench(version)) {
            bench.measure(
                    "life of operations in 100 lanes of 10, in runs of 10",
                    new Bound(OPERATIONS, 20, 8 + STRAY, 1400, 30),
                    () -> bench.live(number -> "lane" + number % LANES, 9));
        }
    }

    /** Hints are so many a second: on a clock that stands still they are a few, however slow the machine is. */
    private static final class Still implements ServiceClock {
        private final ServiceClock due = new SystemClock();

        @Override
        public Instant now() {
            return due.now();
        }

        @Override
        public long nanos() {
            return 0;
        }
    }

    /** A queue that is driven by hand, and the server's own account of what that did. */
    private static final class Bench implements AutoCloseable {

        private interface Work {
            void run() throws SQLException;
        }

        private record Spent(long statements, long commits, double wal, double buffers, String dearest) {}

        private final TestDatabase database;
        private final HikariDataSource source;
        private final OperationQueue queue;
        private final Claims claims;
        private final Promotions promotions;
        private final Recorder recorder;
        private final List<Claim> held = new ArrayList<>();

        Bench(TestDatabase.Version version) throws SQLException {
            database = TestDatabase.create(version);
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(database.dataSource());
            pool.setMaximumPoolSize(2);
            source = new HikariDataSource(pool);
            // Whole pages go to the WAL only after a checkpoint, so there is one before the tables are made and no
            // other.
            execute("CHECKPOINT");
            execute("CREATE EXTENSION pg_stat_statements");
            QueueStore store = QueueStore.open(source, new Still(), QueueStore.DEFAULT_ORGANIZATION);
            execute("ALTER TABLE nightshift.operation SET (autovacuum_enabled = false)");
            queue = new OperationQueue(store);
            claims = new Claims(store);
            promotions = new Promotions(store);
            recorder = new Recorder(store, () -> NODE);
            new Nodes(store)
                    .register(new Nodes.Registration(NODE, "bench", 60_000, 50, "test", List.of("message:bench")));
        }

        void enqueue(Function<Integer, String> token) throws SQLException {
            queue.enqueue(IntStream.range(0, OPERATIONS)
                    .mapToObj(number -> Operation.named("bench").data("12345").token(token.apply(number)))
                    .toList());
        }

        void enqueueOne() throws SQLException {
            queue.enqueue(Operation.named("bench").data("12345"));
        }

        void promoteAll() throws SQLException {
            while (promotions.promote().isFull()) {
                // until a page is not full
            }
        }

        /** Operations with these tokens, from their enqueue to their end. */
        void live(Function<Integer, String> token, int behind) throws SQLException {
            enqueue(token);
            while (live() > 0) {
                promoteAll();
                claimAll(behind);
                endAll();
            }
        }

        void claimAll() throws SQLException {
            claimAll(0);
        }

        void claimAll(int behind) throws SQLException {
            for (int claimed = BATCH; claimed == BATCH; ) {
                List<Claims.Wanted> wanted = claims.buckets().stream()
                        .map(bucket -> new Claims.Wanted(bucket, BATCH, behind, 0))
                        .toList();
                List<Claim> got = claims.claim(NODE, wanted);
                held.addAll(got);
                claimed = got.size();
            }
        }

        void endAll() throws SQLException {
            for (int from = 0; from < held.size(); from += BATCH) {
                recorder.record(held.subList(from, Math.min(held.size(), from + BATCH)).stream()
                        .map(claim -> Settlement.succeeded(claim, null))
                        .toList());
            }
            held.clear();
        }

        long live() throws SQLException {
            return number("SELECT count(*) FROM nightshift.operation");
        }

        void measure(String what, Bound bound, Work work) throws SQLException {
            number("SELECT count(*) FROM (SELECT pg_stat_statements_reset()) done");
            long before = transactions();
            work.run();
            Spent spent = spent(bound.operations, transactions() - before);
            String how = String.format(
                    Locale.ROOT,
                    "%s: %d statements, %d commits, %.0f B WAL and %.1f buffers for each of %d operations; agreed are %s."
                            + " The dearest statements are below; look at them with EXPLAIN (ANALYZE, BUFFERS, WAL), and at"
                            + " the whole with ./run bench cost.%n%s",
                    what,
                    spent.statements,
                    spent.commits,
                    spent.wal,
                    spent.buffers,
                    bound.operations,
                    bound,
                    spent.dearest);
            assertThat(spent.statements).as("statements of %s", how).isLessThanOrEqualTo(bound.statements);
            assertThat(spent.commits).as("commits of %s", how).isLessThanOrEqualTo(bound.commits);
            assertThat(spent.wal).as("WAL of %s", how).isLessThanOrEqualTo(bound.wal);
            assertThat(spent.buffers).as("buffers of %s", how).isLessThanOrEqualTo(bound.buffers);
        }

        /** Transactions that wrote, as numbers drawn; a stray one of the server's own may be among them. */
        private long transactions() throws SQLException {
            return number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        }

        private Spent spent(int operations, long commits) throws SQLException {
            String ours = " FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname ="
                    + " current_database()) AND query NOT LIKE '%pg_stat%' AND query NOT LIKE '%pg_snapshot%'"
                    + " AND query NOT LIKE 'SELECT count(*) FROM nightshift.operation' AND query NOT LIKE 'SET %'"
                    // Hints go at a bounded rate a second, whatever the number of operations.
                    + " AND query NOT LIKE '%pg_notify%'";
            StringBuilder dearest = new StringBuilder();
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT calls, rows, wal_bytes, shared_blks_hit + shared_blks_read,"
                                    + " regexp_replace(query, '\\s+', ' ', 'g')" + ours
                                    + " ORDER BY wal_bytes DESC, 4 DESC LIMIT 6")) {
                while (row.next()) {
                    String query = row.getString(5);
                    dearest.append(String.format(
                            Locale.ROOT,
                            "  %5d calls %6d rows %8d B WAL %7d buffers  %s%n",
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            query.substring(0, Math.min(110, query.length()))));
                }
            }
            return new Spent(
                    number("SELECT coalesce(sum(calls), 0)" + ours),
                    commits,
                    number("SELECT coalesce(sum(wal_bytes), 0)" + ours) / (double) operations,
                    number("SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0)" + ours) / (double) operations,
                    dearest.toString());
        }

        private long number(String query) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        }

        private void execute(String sql) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() {
            source.close();
            database.close();
        }
    }
}
