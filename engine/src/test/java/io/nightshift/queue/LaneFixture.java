package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** A queue that is driven by hand. No AutoCloseable: JUnit would close it after the first test it is given to. */
final class LaneFixture {
    static final long NODE = 1;
    static final long OTHER = 2;
    static final Bucket WORK = new Bucket(1, 1, OperationType.CUSTOM.code(), "work");

    private final TestDatabase.Version version;
    private final TestDatabase database;
    final HikariDataSource source;
    final QueueStore store;
    final OperationQueue queue;
    final SystemJobs jobs;
    final Claims claims;
    private final Promotions promotions;

    LaneFixture(TestDatabase.Version version) throws SQLException {
        this.version = version;
        database = TestDatabase.create(version);
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(4);
        source = new HikariDataSource(pool);
        store = QueueStore.open(source, new SystemClock(), QueueStore.DEFAULT_ORGANIZATION);
        queue = new OperationQueue(store);
        jobs = new SystemJobs(store, RetrySchedule.STANDARD);
        claims = new Claims(store);
        promotions = new Promotions(store);
        for (long node : new long[] {NODE, OTHER}) {
            new Nodes(store)
                    .register(
                            new Nodes.Registration(node, "node " + node, 60_000, 50, "test", List.of("message:work")));
        }
    }

    static Operation operation() {
        return Operation.named("work").token("lane");
    }

    List<UUID> enqueue(int count) throws SQLException {
        return queue.enqueue(
                IntStream.range(0, count).mapToObj(i -> operation()).toList());
    }

    void promote() throws SQLException {
        promotions.promote();
    }

    List<Claim> claim(int behind) throws SQLException {
        return claims.claim(NODE, List.of(new Claims.Wanted(WORK, 9, behind, 0)));
    }

    /** Claims; the change commits when the claim has its snapshot and before it has its locks. */
    List<Claim> claimWhile(String change) throws SQLException, InterruptedException, ExecutionException {
        try (Connection rescuer = source.getConnection();
                Statement statement = rescuer.createStatement()) {
            rescuer.setAutoCommit(false);
            statement.execute("UPDATE nightshift.node SET beat = beat + 1 WHERE node_id = " + NODE);
            CompletableFuture<List<Claim>> claimed = CompletableFuture.supplyAsync(() -> {
                try {
                    return claim(9);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND datname = current_database()")
                    > 0);
            execute(change);
            rescuer.commit();
            return claimed.get();
        }
    }

    void succeed(List<Claim> run) throws SQLException {
        record(run.stream().map(claim -> Settlement.succeeded(claim, null)).toList());
    }

    void record(List<Settlement> settlements) throws SQLException {
        assertThat(new Recorder(store, () -> NODE).record(settlements)).hasSameSizeAs(settlements);
    }

    /** Of all that is not completed: 0 for the holder, + for those in tow, - for those in line. */
    String slots() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT string_agg(CASE WHEN lane_slot = 0 THEN '0' WHEN lane_slot > 0 THEN '+' ELSE '-' END,"
                                + " ' ' ORDER BY sequence) FROM nightshift.operation")) {
            row.next();
            return row.getString(1);
        }
    }

    int number(String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String toString() {
        return version.toString();
    }

    void close() {
        source.close();
        database.close();
    }
}
