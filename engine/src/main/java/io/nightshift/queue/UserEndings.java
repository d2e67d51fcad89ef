package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Operations that a person ends while they do not run: they go to history, and what belongs to them ends with them. */
final class UserEndings {

    private static final SqlFile END = QueueSql.file("end.sql");
    private static final SqlFile END_SERIES = QueueSql.file("end_series.sql");

    private final QueueStore store;

    UserEndings(QueueStore store) {
        this.store = store;
    }

    /** Ends operations that the transaction has locked, in the order of their ids. */
    void end(
            Connection connection,
            UserMoves.Command command,
            List<UserMoves.Found> moved,
            Function<UserMoves.Found, Standing> to,
            Instant now)
            throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        String message = "Canceled by " + command.author().name() + ".";
        END.on(connection)
                .set("now", now)
                .integers("organizations", moved, f -> command.organization())
                .uuids("ids", moved, UserMoves.Found::id)
                .integers("claims", moved, UserMoves.Found::claimNumber)
                .integers("from_lowest", moved, f -> f.standing().status().code())
                .integers("from_highest", moved, f -> f.standing().status().code())
                .integers("statuses", moved, f -> to.apply(f).status().code())
                .integers("codes", moved, f -> null)
                .texts("messages", moved, f -> message)
                .texts("results", moved, f -> null)
                .booleans("large_results", moved, f -> false)
                .longs("ran", moved, f -> null)
                .query(row -> null);
        List<UUID> series = moved.stream()
                .filter(UserMoves.Found::series)
                .map(UserMoves.Found::id)
                .toList();
        if (!series.isEmpty()) {
            END_SERIES
                    .on(connection)
                    .set("organization", command.organization())
                    .uuids("ids", series)
                    .run();
        }
        tell(connection, command.organization(), moved);
    }

    private void tell(Connection connection, int organization, List<UserMoves.Found> moved) throws SQLException {
        Map<OperationType, List<UUID>> byType = moved.stream()
                .collect(Collectors.groupingBy(
                        UserMoves.Found::type, Collectors.mapping(UserMoves.Found::id, Collectors.toList())));
        for (Map.Entry<OperationType, List<UUID>> ended : byType.entrySet()) {
            EndedByMove whom = store.toldOfEndings().get(ended.getKey());
            if (whom != null) {
                whom.ended(connection, store.organizations().name(organization), ended.getValue());
            }
        }
    }
}
