package io.nightshift.chaos;

import io.nightshift.queue.BulkMoves;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * All that is known at the end.
 *
 * @param enqueued what was asked for, by the id that the queue gave it
 * @param live how many operations are not completed
 * @param completed the history, a row each, without the bulk moves
 * @param attempts those that did not end their operation
 * @param effects in the order in which they were written
 */
record Evidence(
        Map<UUID, Planned> enqueued,
        List<JournalLine> journal,
        int live,
        List<Completed> completed,
        List<Attempt> attempts,
        List<Effect> effects,
        List<Step> steps) {

    /** @param result {@code transaction} or {@code plain}, as the handler said */
    record Completed(UUID operation, int status, int attempt, int claimNumber, String result) {}

    /**
     * @param move why it did not end the operation: retry, checkpoint, release, rescue
     * @param incarnation under which lease of the node it ran, from 1
     */
    record Attempt(UUID operation, int attempt, String move, String node, int incarnation) {}

    record Effect(UUID operation, int attempt) {}

    record Step(UUID operation, int step, int attempt) {}

    static Evidence gather(DataSource dataSource, Map<UUID, Planned> enqueued, List<JournalLine> journal)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int live = rows(connection, "SELECT operation_id FROM nightshift.operation", row -> id(row))
                    .size();
            return new Evidence(
                    enqueued,
                    journal,
                    live,
                    rows(
                            connection,
                            "SELECT operation_id, statuscode, attempt, claim_number, coalesce(result, '-')"
                                    + " FROM nightshift.operation_history WHERE message_name <> '" + BulkMoves.MESSAGE
                                    + "'",
                            row -> new Completed(
                                    id(row), row.getInt(2), row.getInt(3), row.getInt(4), row.getString(5))),
                    rows(
                            connection,
                            "SELECT a.operation_id, a.attempt, a.move, coalesce(n.name, '-'), (SELECT count(*) FROM"
                                    + " nightshift.node b WHERE b.name = n.name AND b.started_on <= n.started_on)"
                                    + " FROM nightshift.operation_attempt a"
                                    + " LEFT JOIN nightshift.node n ON n.node_id = a.node_id WHERE NOT EXISTS (SELECT 1 FROM"
                                    + " nightshift.operation_history m WHERE m.operation_id = a.operation_id"
                                    + " AND m.message_name = '" + BulkMoves.MESSAGE + "') ORDER BY a.claim_number",
                            row -> new Attempt(
                                    id(row), row.getInt(2), row.getString(3), row.getString(4), row.getInt(5))),
                    rows(
                            connection,
                            "SELECT operation_id, attempt FROM chaos_effect ORDER BY serial",
                            row -> new Effect(id(row), row.getInt(2))),
                    rows(
                            connection,
                            "SELECT operation_id, step, attempt FROM chaos_step ORDER BY serial",
                            row -> new Step(id(row), row.getInt(2), row.getInt(3))));
        }
    }

    private interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    private static <T> List<T> rows(Connection connection, String sql, Read<T> read) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (row.next()) {
                all.add(read.from(row));
            }
            return all;
        }
    }

    private static UUID id(ResultSet row) throws SQLException {
        return row.getObject(1, UUID.class);
    }
}
