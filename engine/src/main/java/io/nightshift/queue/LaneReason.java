package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.queue.Explanation.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Says that an operation waits for others of its lane, which of them holds the lane, and how many are before it. */
final class LaneReason implements Reason {

    private static final SqlFile LANE = QueueSql.file("explain_lane.sql");

    private final QueueStore store;

    LaneReason(QueueStore store) {
        this.store = store;
    }

    @Override
    public Optional<Explanation> of(AsyncOperation operation, int organization) throws SQLException {
        String token = operation.token();
        if (token == null || operation.holdsLane()) {
            return Optional.empty();
        }
        return store.database()
                .autoCommit(connection -> LANE.on(connection)
                        .set("organization", organization)
                        .set("token", token)
                        .set("sequence", operation.sequence())
                        .set("cap", EXACT + 1)
                        .one(row -> behind(token, row)));
    }

    private static Explanation behind(String token, ResultSet row) throws SQLException {
        int position = row.getInt("ahead");
        String id = row.getString("holder_id");
        String holder = id == null
                ? "the lane is being passed on at this moment"
                : "the lane is held by operation " + id + " (" + row.getString("holder_name") + ", "
                        + SystemJobs.standing(row.getInt("holder_status"), Rows.integer(row, "holder_cause")) + ")";
        return new Explanation(
                Kind.BEHIND_IN_LANE,
                "It is number " + Wording.capped(position) + " in line behind others with the dependency token '"
                        + token + "'; " + holder + ".",
                Wording.facts(
                        "token",
                        token,
                        "position",
                        Math.min(position, EXACT),
                        "capped",
                        position > EXACT,
                        "holder",
                        id));
    }
}
