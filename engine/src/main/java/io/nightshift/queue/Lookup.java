package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds one operation by its id, among hundreds of days of history too: it looks only into those days that can hold the id.
 */
final class Lookup {

    private static final String ONE = """
            SELECT v.*, g.name AS organization_name, n.name AS host
            FROM (SELECT * FROM nightshift.asyncoperation WHERE organization_id = ? AND operation_id = ?%s LIMIT 1) v
            JOIN nightshift.organization g ON g.organization_id = v.organization_id
            LEFT JOIN nightshift.node n ON n.node_id = v.node_id""";

    private final QueueStore store;

    Lookup(QueueStore store) {
        this.store = store;
    }

    Optional<AsyncOperation> find(int organization, UUID id) throws SQLException {
        String days = store.partitions().days().all().stream()
                .filter(day -> canHold(day, id))
                .map(day -> "(" + day.sql() + ")")
                .collect(Collectors.joining(" OR "));
        return store.database().inTransaction(connection -> {
            SystemJobs.limitTime(connection);
            // Live first: what ends between the two looks is found by the second.
            Optional<AsyncOperation> found = one(connection, organization, id, " AND statecode <> 3");
            if (found.isEmpty() && !days.isEmpty()) {
                found = one(connection, organization, id, " AND statecode = 3 AND (" + days + ")");
            }
            // A day that another process made just now, or a row that came late: looked for everywhere.
            return found.isPresent() ? found : one(connection, organization, id, " AND statecode = 3");
        });
    }

    private static boolean canHold(HistoryDays.Day day, UUID id) {
        UUID lowest = day.lowest();
        UUID highest = day.highest();
        return !day.isClosed()
                || (lowest != null
                        && highest != null
                        && IdOrder.INSTANCE.compare(lowest, id) <= 0
                        && IdOrder.INSTANCE.compare(id, highest) <= 0);
    }

    private static Optional<AsyncOperation> one(Connection connection, int organization, UUID id, String where)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ONE.formatted(where))) {
            statement.setInt(1, organization);
            statement.setObject(2, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(SystemJobs.operation(row)) : Optional.empty();
            }
        }
    }
}
