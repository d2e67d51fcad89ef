package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What some lines of JDBC reach that know one kind of work and nothing of nodes that die, retries, lanes, causes or people:
 * claim a batch, run it, complete a batch, keep the rows. The practical limit, so every other rate is given beside it.
 */
final class RawLoop implements Contender {

    private static final String CLAIM = """
            UPDATE raw_job SET state = 1, owner = 'n', lease_until = now() + interval '60 s', attempts = attempts + 1
            WHERE id IN (SELECT id FROM raw_job WHERE state = 0 AND run_at <= now() ORDER BY run_at, id LIMIT ?
                         FOR UPDATE SKIP LOCKED)
            RETURNING id, payload""";

    @Override
    public void setup(AgentOptions options) throws SQLException {
        try (HikariDataSource database = options.pool(1);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE raw_job (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                    + " state smallint NOT NULL DEFAULT 0, run_at timestamptz NOT NULL DEFAULT now(),"
                    + " job_key text, attempts int NOT NULL DEFAULT 0, owner text, lease_until timestamptz,"
                    + " done_at timestamptz, payload text NOT NULL)");
            statement.execute("CREATE INDEX raw_job_ready ON raw_job (run_at, id) WHERE state = 0");
        }
    }

    @Override
    public Producer producer(AgentOptions options, int threads) {
        HikariDataSource database = options.pool(threads);
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) throws SQLException {
                try (Connection connection = database.getConnection();
                        PreparedStatement insert =
                                connection.prepareStatement("INSERT INTO raw_job (job_key, payload) VALUES (?, ?)")) {
                    insert.setString(1, key);
                    insert.setString(2, Long.toString(id));
                    insert.executeUpdate();
                }
            }

            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) throws SQLException {
                String[] keys = new String[count];
                String[] payloads = new String[count];
                for (int i = 0; i < count; i++) {
                    keys[i] = key.apply(first + i);
                    payloads[i] = Long.toString(first + i);
                }
                try (Connection connection = database.getConnection();
                        PreparedStatement insert = connection.prepareStatement("INSERT INTO raw_job (job_key, payload)"
                                + " SELECT * FROM unnest(?::text[], ?::text[])")) {
                    insert.setArray(1, connection.createArrayOf("text", keys));
                    insert.setArray(2, connection.createArrayOf("text", payloads));
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
        return new Pipeline(options, job);
    }

    /** One thread claims, some run, one completes. */
    private static final class Pipeline implements Worker {
        private final BlockingQueue<Long> done = new LinkedBlockingQueue<>();
        private final Job job;
        private final HikariDataSource database;
        private final ExecutorService threads;
        private final Semaphore room;
        private final int batch;
        private final int pollMillis;

        Pipeline(AgentOptions options, Job job) {
            this.job = job;
            this.database = options.pool(2);
            this.threads = Executors.newFixedThreadPool(options.number("slots", options.slow() ? 50 : 2));
            this.batch = options.slow() ? 200 : 1000;
            this.room = new Semaphore(3 * batch);
            this.pollMillis = options.number("poll", 5);
        }

        @Override
        public void start() {
            Thread.ofPlatform().daemon().start(() -> loop(this::claim));
            Thread.ofPlatform().daemon().start(() -> loop(this::complete));
        }

        private interface Step {
            void with(Connection connection) throws Exception;
        }

        private void loop(Step step) {
            try (Connection connection = database.getConnection()) {
                step.with(connection);
            } catch (Exception e) {
                throw new IllegalStateException("The raw loop ended", e);
            }
        }

        private void claim(Connection connection) throws SQLException, InterruptedException {
            try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
                while (true) {
                    room.acquire(batch);
                    claim.setInt(1, batch);
                    int got = 0;
                    try (ResultSet row = claim.executeQuery()) {
                        for (; row.next(); got++) {
                            run(row.getLong(1), Long.parseLong(row.getString(2)));
                        }
                    }
                    room.release(batch - got);
                    if (got == 0) {
                        TimeUnit.MILLISECONDS.sleep(pollMillis);
                    }
                }
            }
        }

        private void run(long row, long id) {
            threads.execute(() -> {
                try {
                    job.run(id);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                done.add(row);
            });
        }

        private void complete(Connection connection) throws SQLException, InterruptedException {
            List<Long> rows = new ArrayList<>();
            try (PreparedStatement complete =
                    connection.prepareStatement("UPDATE raw_job SET state = 2, done_at = now() WHERE id = ANY (?)")) {
                while (true) {
                    rows.clear();
                    rows.add(done.take());
                    done.drainTo(rows, batch - 1);
                    Array array = connection.createArrayOf("bigint", rows.toArray());
                    complete.setArray(1, array);
                    complete.executeUpdate();
                    room.release(rows.size());
                }
            }
        }
    }
}
