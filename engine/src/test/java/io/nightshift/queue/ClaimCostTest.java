package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a claim touches does not depend on what lies beside it or lay there before: it never walks what it cannot take. */
class ClaimCostTest {

    private static final int IN_THE_WAY = 50_000;
    private static final int BATCH = 500;
    private static final long NODE = 1;
    private static final Author BENCH = new Author("bench", "so that it lies in the way");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatMayNotBeTakenCostsAClaimNothing(TestDatabase.Version version) throws Exception {
        try (Fixture fixture = new Fixture(version)) {
            fixture.round(); // what is done once is done
            double alone = fixture.round();
            Map<String, Double> beside = new LinkedHashMap<>();

            fixture.put(Operation.named("nobody"));
            beside.put("a message that nobody handles", fixture.round());

            fixture.put(Operation.named("bench").limit("full", 1));
            fixture.fill("full");
            beside.put("a limit key that is full", fixture.round());

            fixture.put(Operation.of(OperationType.WORKFLOW).message("bench"));
            fixture.queue.holds().place(Hold.Target.type(null, OperationType.WORKFLOW), BENCH);
            beside.put("a type that is held", fixture.round());

            fixture.store.organizations().create("away");
            fixture.put(Operation.named("bench").organization("away"));
            fixture.queue.holds().place(Hold.Target.organization("away"), BENCH);
            beside.put("an organization that is disabled", fixture.round());

            assertThat(beside)
                    .allSatisfy((what, buffers) -> assertThat(buffers)
                            .as("buffers for each operation beside %d of %s, and alone %.2f", IN_THE_WAY, what, alone)
                            .isLessThanOrEqualTo(1.2 * alone));
        }
    }

    /** An empty queue with a node, driven by hand. */
    private static final class Fixture implements AutoCloseable {
        private final TestDatabase database;
        private final HikariDataSource pool;
        private final QueueStore store;
        private final OperationQueue queue;
        private final Claims claims;
        private final Recorder recorder;

        Fixture(TestDatabase.Version version) throws SQLException {
            database = TestDatabase.create(version);
            HikariConfig config = new HikariConfig();
            config.setDataSource(database.dataSource());
            config.setMaximumPoolSize(3);
            pool = new HikariDataSource(config);
            execute("CREATE EXTENSION pg_stat_statements");
            store = QueueStore.open(pool, new SystemClock(), QueueStore.DEFAULT_ORGANIZATION);
            // Nothing is cleared away at a moment of its own choice.
            execute("ALTER TABLE nightshift.operation SET (autovacuum_enabled = false)");
            queue = new OperationQueue(store);
            claims = new Claims(store);
            recorder = new Recorder(store, () -> NODE);
            new Nodes(store)
                    .register(new Nodes.Registration(NODE, "bench", 1000, 50, "test", List.of("message:bench")));
        }

        /** A great many like this one. */
        void put(Operation operation) throws SQLException {
            UUID id = queue.enqueue(operation);
            List<String> columns = columns();
            execute("INSERT INTO nightshift.operation (" + String.join(", ", columns) + ") SELECT "
                    + columns.stream()
                            .map(name -> name.equals("operation_id") ? "gen_random_uuid()" : name)
                            .collect(Collectors.joining(", "))
                    + " FROM (SELECT * FROM nightshift.operation WHERE operation_id = '" + id
                    + "' OFFSET 0) AS one, generate_series(2, " + IN_THE_WAY + ")");
            execute("VACUUM (ANALYZE) nightshift.operation");
        }

        private List<String> columns() throws SQLException {
            return List.of(text("SELECT string_agg(column_name, ',') FROM information_schema.columns"
                            + " WHERE table_schema = 'nightshift' AND table_name = 'operation'"
                            + " AND column_name <> 'sequence'")
                    .split(","));
        }

        /** Somebody has the only slot of this limit key. */
        void fill(String limitKey) throws SQLException {
            execute("UPDATE nightshift.operation SET limit_slot = 0, statuscode = 20, node_id = " + NODE
                    + " WHERE sequence = (SELECT min(sequence) FROM nightshift.operation WHERE limit_key = '" + limitKey
                    + "')");
        }

        /** So many are enqueued, looked for, claimed and ended; the buffers of look and claim for each of them. */
        double round() throws SQLException {
            queue.enqueue(Collections.nCopies(BATCH, Operation.named("bench")));
            text("SELECT pg_stat_statements_reset()::text");
            Bucket bucket = claims.buckets().stream()
                    .filter(found -> found.messageName().equals("bench"))
                    .findFirst()
                    .orElseThrow();
            List<Claim> held = claims.claim(NODE, Map.of(bucket, BATCH));
            assertThat(held).hasSize(BATCH);
            double buffers = Double.parseDouble(text("SELECT sum(shared_blks_hit + shared_blks_read)::text FROM"
                    + " pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
                    + " AND query LIKE '%nightshift.operation%'"));
            recorder.record(held.stream()
                    .map(claim -> Settlement.succeeded(claim, null))
                    .toList());
            return buffers / BATCH;
        }

        private String text(String query) throws SQLException {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getString(1);
            }
        }

        private void execute(String sql) throws SQLException {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() {
            pool.close();
            database.close();
        }
    }
}
