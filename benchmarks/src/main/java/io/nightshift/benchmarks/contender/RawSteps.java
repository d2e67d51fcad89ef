package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ten steps by hand: each thread claims an instance and, for each step, changes the record and notes the step in one
 * transaction. It knows no definition, log, retry, user or right, and is the practical limit of one commit for each step.
 */
final class RawSteps implements Contender {

    private static final String CLAIM = """
            UPDATE raw_workflow SET state = 1, owner = 'n', lease_until = now() + interval '60 s'
            WHERE id = (SELECT id FROM raw_workflow WHERE state = 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id""";
    private static final String NOTE =
            "UPDATE raw_workflow SET step = ?, state = ? WHERE id = ? AND owner = 'n' AND state = 1";
    private static final int POLL_MILLIS = 5;

    @Override
    public void setup(AgentOptions options) throws SQLException {
        try (HikariDataSource database = options.pool(2)) {
            TenSteps.prepare(options, database);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE raw_workflow (id bigint PRIMARY KEY, state smallint NOT NULL DEFAULT 0,"
                        + " step smallint NOT NULL DEFAULT 0, owner text, lease_until timestamptz)");
                statement.execute("CREATE INDEX raw_workflow_ready ON raw_workflow (id) WHERE state = 0");
            }
        }
    }

    @Override
    public Producer producer(AgentOptions options, int threads) {
        HikariDataSource database = options.pool(threads);
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) throws SQLException {
                many(id, 1, number -> key);
            }

            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) throws SQLException {
                try (Connection connection = database.getConnection();
                        PreparedStatement insert = connection.prepareStatement(
                                "INSERT INTO raw_workflow (id) SELECT generate_series(?, ?)")) {
                    insert.setLong(1, first);
                    insert.setLong(2, first + count - 1);
                    insert.executeUpdate();
                }
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }

    @Override
    public Worker worker(AgentOptions options, Job job) {
        HikariDataSource database = options.pool(TenSteps.THREADS);
        return () -> {
            for (int i = 0; i < TenSteps.THREADS; i++) {
                Thread.ofPlatform().daemon().start(() -> work(database, job));
            }
        };
    }

    private static void work(HikariDataSource database, Job job) {
        try (Connection connection = database.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            while (true) {
                connection.setAutoCommit(true);
                long id;
                try (ResultSet row = claim.executeQuery()) {
                    if (!row.next()) {
                        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                        continue;
                    }
                    id = row.getLong(1);
                }
                connection.setAutoCommit(false);
                for (int step = 1; step <= TenSteps.STEPS; step++) {
                    TenSteps.change(connection, id, step);
                    note.setInt(1, step);
                    note.setInt(2, step == TenSteps.STEPS ? 2 : 1);
                    note.setLong(3, id);
                    note.executeUpdate();
                    connection.commit();
                    job.run(id);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("The raw loop ended", e);
        }
    }
}
