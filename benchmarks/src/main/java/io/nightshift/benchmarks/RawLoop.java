package io.nightshift.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * What a few lines of JDBC reach that know one kind of work and nothing of leases, lanes, causes or people: claim a batch,
 * run it on two threads, complete a batch, keep the rows. The practical limit, so every other rate is given beside it.
 */
final class RawLoop implements Contender {

    private static final int BATCH = 1000;
    private static final int IN_FLIGHT = 3 * BATCH;

    private static final String CLAIM = """
            UPDATE raw_job SET state = 1, owner = 'n', attempts = attempts + 1 WHERE id IN
                (SELECT id FROM raw_job WHERE state = 0 ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING id, payload""";

    private final DataSource database;

    RawLoop(DataSource database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "raw loop";
    }

    @Override
    public void prepare() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS raw_job");
            statement.execute("CREATE TABLE raw_job (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                    + " state smallint NOT NULL DEFAULT 0, owner text, attempts int NOT NULL DEFAULT 0,"
                    + " created_on timestamptz NOT NULL DEFAULT clock_timestamp(), done_on timestamptz,"
                    + " payload text NOT NULL)");
            statement.execute("CREATE INDEX raw_job_ready ON raw_job (id) WHERE state = 0");
        }
    }

    @Override
    public void enqueueOne(int number) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO raw_job (payload) VALUES (?)")) {
            insert.setString(1, "{\"id\":" + number + "}");
            insert.executeUpdate();
        }
    }

    @Override
    public void enqueueMany(int count) throws Exception {
        String[] payloads = new String[count];
        for (int i = 0; i < count; i++) {
            payloads[i] = "{\"id\":" + i + "}";
        }
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO raw_job (payload) SELECT unnest(?::text[])")) {
            Array array = connection.createArrayOf("text", payloads);
            insert.setArray(1, array);
            insert.executeUpdate();
        }
    }

    @Override
    public void drain(int count) throws Exception {
        BlockingQueue<Long> done = new LinkedBlockingQueue<>();
        Semaphore room = new Semaphore(IN_FLIGHT);
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                ExecutorService completer = Executors.newSingleThreadExecutor()) {
            Future<?> completed = completer.submit(() -> complete(count, done, room));
            claim(count, threads, done, room);
            completed.get();
        }
    }

    private void claim(int count, ExecutorService threads, BlockingQueue<Long> done, Semaphore room) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            for (int claimed = 0; claimed < count; ) {
                int most = Math.min(BATCH, count - claimed);
                room.acquire(most);
                claim.setInt(1, most);
                int got = 0;
                try (ResultSet row = claim.executeQuery()) {
                    while (row.next()) {
                        long id = row.getLong(1);
                        got++;
                        threads.execute(() -> done.add(id));
                    }
                }
                room.release(most - got);
                claimed += got;
            }
        }
    }

    private boolean complete(int count, BlockingQueue<Long> done, Semaphore room) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement complete = connection.prepareStatement(
                        "UPDATE raw_job SET state = 2, done_on = clock_timestamp() WHERE id = ANY (?)")) {
            List<Long> batch = new ArrayList<>();
            for (int completed = 0; completed < count; completed += batch.size()) {
                batch.clear();
                batch.add(done.take());
                done.drainTo(batch, BATCH - 1);
                complete.setArray(1, connection.createArrayOf("bigint", batch.toArray()));
                complete.executeUpdate();
                room.release(batch.size());
            }
        }
        return true;
    }
}
