package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a person deletes: an operation that has ended, with its payload, its attempts and its log. */
final class CompletedOperations {

    private static final SqlFile DELETE = QueueSql.file("delete_completed.sql");
    private static final List<SqlFile> DELETE_WHAT_BELONGS_TO_IT = List.of(
            QueueSql.file("delete_payload.sql"), QueueSql.file("delete_attempts.sql"), QueueSql.file("delete_log.sql"));

    private CompletedOperations() {}

    static void delete(Connection connection, int organization, List<UserMoves.Found> removed) throws SQLException {
        if (removed.isEmpty()) {
            return;
        }
        List<UUID> ids = removed.stream().map(UserMoves.Found::id).toList();
        DELETE.on(connection)
                .set("organization", organization)
                .uuids("ids", ids)
                .run();
        List<Instant> created =
                removed.stream().map(UserMoves.Found::createdOn).sorted().toList();
        for (SqlFile delete : DELETE_WHAT_BELONGS_TO_IT) {
            delete.on(connection)
                    .set("organization", organization)
                    .uuids("ids", ids)
                    .set("first", created.getFirst())
                    .set("last", created.getLast())
                    .run();
        }
    }
}
