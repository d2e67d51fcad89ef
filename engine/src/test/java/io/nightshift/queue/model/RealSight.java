package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Kept;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Counters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What can be seen of a sequence in the database.
 *
 * @param operations by label, in the order of enqueue
 * @param claimable the buckets that have something to claim
 * @param counted what the counters say, by type and standing
 */
record RealSight(Map<String, Map<String, String>> operations, TreeSet<String> claimable, Map<String, Long> counted) {

    private static final String SQL = """
            SELECT v.*, n.name AS host, o.loss_count, o.limit_slot
            FROM nightshift.asyncoperation v
            JOIN nightshift.organization g ON g.organization_id = v.organization_id
            LEFT JOIN nightshift.node n ON n.node_id = v.node_id
            LEFT JOIN nightshift.operation o
                ON o.organization_id = v.organization_id AND o.operation_id = v.operation_id
            WHERE g.name = ?
            ORDER BY v.sequence""";

    static RealSight of(Connection connection, RealNames names, List<Bucket> buckets, List<Counters.Count> counts)
            throws SQLException {
        Map<String, Map<String, String>> operations = new LinkedHashMap<>();
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setString(1, names.organization());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject("operation_id", UUID.class);
                    UUID parent = row.getObject("parent_id", UUID.class);
                    String label = parent == null ? names.label(id) : names.occurrence(id, parent);
                    if (operations.put(label, visible(row, names)) != null) {
                        operations.put(label + " (a second one with this id)", visible(row, names));
                    }
                }
            }
        }
        TreeSet<String> claimable = new TreeSet<>();
        buckets.forEach(bucket -> claimable.add(bucket.type() + ":" + bucket.messageName()));
        Map<String, Long> counted = new TreeMap<>();
        counts.forEach(count -> counted.put(
                count.type() + " "
                        + ModelOperation.standing(
                                count.standing().status(), count.standing().cause()),
                count.operations()));
        return new RealSight(operations, claimable, counted);
    }

    private static Map<String, String> visible(ResultSet row, RealNames names) throws SQLException {
        Map<String, String> seen = new TreeMap<>();
        Integer cause = row.getObject("cause", Integer.class);
        seen.put(
                "standing",
                ModelOperation.standing(
                        StatusCode.of(row.getInt("statuscode")), cause == null ? null : Cause.of(cause)));
        seen.put("postponeUntil", time(row, "postpone_until"));
        seen.put("retries", "" + row.getInt("retry_count"));
        seen.put("attempt", "" + row.getInt("attempt"));
        seen.put("claim", "" + row.getInt("claim_number"));
        seen.put("holdsLane", "" + row.getBoolean("holds_lane"));
        seen.put("host", String.valueOf(row.getString("host")));
        seen.put("createdOn", time(row, "created_on"));
        seen.put("startedOn", time(row, "started_on"));
        seen.put("completedOn", time(row, "completed_on"));
        seen.put("errorCode", String.valueOf(row.getObject("error_code")));
        seen.put("progress", String.valueOf(row.getObject("progress")));
        seen.put("type", OperationType.of(row.getInt("operation_type")).name());
        seen.put("message", row.getString("message_name"));
        seen.put("kept", Kept.of(row.getInt("kept")).name());
        seen.put("series", "" + row.getBoolean("is_series"));
        seen.put("data", row.getString("data"));
        UUID parent = row.getObject("parent_id", UUID.class);
        seen.put("parent", parent == null ? "null" : names.label(parent));
        String limit = row.getString("limit_key");
        seen.put("limit", limit == null ? "null" : "" + new LimitKey(limit, row.getInt("limit_width")));
        seen.put("token", names.tokenText(row.getString("token")));
        if (row.getObject("completed_on") == null) {
            seen.put("losses", "" + row.getInt("loss_count"));
            seen.put("limitSlot", String.valueOf(row.getObject("limit_slot")));
            seen.put("eventKey", String.valueOf(row.getString("event_key")));
        }
        return seen;
    }

    private static String time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? "null" : "" + time.toInstant();
    }

    List<String> order() {
        return new ArrayList<>(operations.keySet());
    }
}
