package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** What a person deletes: an operation that has ended, with its payload, its attempts and its log. */
final class CompletedOperations {

    private static final List<SqlFile> DELETE = List.of(
            QueueSql.file("delete_completed.sql"),
            QueueSql.file("delete_payload.sql"),
            QueueSql.file("delete_attempts.sql"),
            QueueSql.file("delete_log.sql"));

    private CompletedOperations() {}

    static void delete(Connection connection, int organization, List<UUID> removed) throws SQLException {
        if (removed.isEmpty()) {
            return;
        }
        for (SqlFile delete : DELETE) {
            delete.on(connection)
                    .set("organization", organization)
                    .uuids("ids", removed)
                    .run();
        }
    }
}
