package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Fills the tables of the engine faster than an enqueue could: one operation goes in by the front door and is then cloned by
 * SQL with an id and a sequence of its own, so that the rows look as real ones do, whatever columns there are.
 */
final class Filling {

    /** A version 7 id of the time {@code at}. */
    private static final String ID = "(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'"
            + " || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid";

    /** The sums of what is there; measures as the schema explains them. */
    private static final String COUNTERS = """
            INSERT INTO nightshift.counter (organization_id, operation_type, measure, kept, day, amount)
            SELECT organization_id, operation_type, measure, 0, 'epoch', count(*)
            FROM nightshift.operation, LATERAL (VALUES (0), (CASE statuscode WHEN 10 THEN cause END)) of (measure)
            WHERE measure IS NOT NULL GROUP BY 1, 2, 3
            UNION ALL
            SELECT organization_id, operation_type, statuscode, kept, (completed_on AT TIME ZONE 'UTC')::date, count(*)
            FROM nightshift.operation_history GROUP BY 1, 2, 3, 4, 5""";

    private final Stage stage;
    private final QueueStore store;
    private final OperationQueue queue;

    Filling(Stage stage) throws SQLException {
        this.stage = stage;
        this.store = QueueStore.open(stage.dataSource(), new SystemClock(), QueueStore.DEFAULT_ORGANIZATION);
        this.queue = new OperationQueue(store);
    }

    QueueStore store() {
        return store;
    }

    OperationQueue queue() {
        return queue;
    }

    /** So many live rows like this operation, itself included. @param columns other values, as SQL, by column */
    void live(Operation operation, long count, Map<String, String> columns) throws SQLException {
        UUID id = queue.enqueue(operation);
        Map<String, String> all = new LinkedHashMap<>(columns);
        all.put("created_on", "at");
        copy("operation", id, count - 1, "t.created_on - g * interval '1 millisecond'", all);
    }

    /** So many finished ones like this operation, spread over the last days. */
    void finished(Operation operation, long count, int days) throws SQLException {
        finished(operation, count, days, Map.of());
    }

    /** The same with other values, as SQL, by column. */
    void finished(Operation operation, long count, int days, Map<String, String> others) throws SQLException {
        UUID id = queue.enqueue(operation);
        queue.move(Move.CANCEL, operation.organization(), id, Author.of("bench"));
        Instant now = store.clock().now();
        List<Instant> all = new ArrayList<>();
        for (int day = 0; day <= days; day++) {
            all.add(now.minus(Duration.ofDays(day)));
        }
        store.partitions().prepareDaysOf(all);
        String at = "t.completed_on - g * interval '1 second' * " + days * 86_400.0 / count;
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("statuscode", "30");
        columns.put("created_on", "at");
        columns.put("started_on", "at");
        columns.put("completed_on", "at");
        columns.putAll(others);
        copy("operation_history", id, count - 1, at, columns);
    }

    /** After the last filling: the counters know of it, and autovacuum would have been there by now. */
    void settle() throws SQLException {
        stage.execute("DELETE FROM nightshift.counter_delta");
        stage.execute("DELETE FROM nightshift.counter");
        stage.execute(COUNTERS);
        stage.execute("VACUUM (ANALYZE) nightshift.operation");
        stage.execute("VACUUM (ANALYZE) nightshift.operation_history");
        stage.settle();
    }

    private void copy(String table, UUID id, long count, String at, Map<String, String> columns) throws SQLException {
        try (Connection connection = stage.database().connect()) {
            List<String> names = columns(connection, table);
            List<String> values = names.stream()
                    .map(name -> switch (name) {
                        case "operation_id" -> ID;
                        case "sequence" -> "nextval('nightshift.operation_sequence')";
                        default -> columns.getOrDefault(name, "t." + name);
                    })
                    .toList();
            String sql = "INSERT INTO nightshift." + table + " (" + String.join(", ", names) + ") SELECT "
                    + String.join(", ", values) + " FROM nightshift." + table
                    + " t, generate_series(1, ?) g, LATERAL (SELECT " + at + " AS at) time WHERE t.operation_id = ?";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setLong(1, count);
                insert.setObject(2, id);
                int filled = insert.executeUpdate();
                if (filled != count) {
                    throw new SQLException("filled " + filled + " rows of " + table + " instead of " + count);
                }
            }
        }
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = 'nightshift' AND table_name = ? AND is_generated = 'NEVER'"
                + " ORDER BY ordinal_position")) {
            query.setString(1, table);
            List<String> names = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        }
    }
}
