package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What waits behind what, lane by lane: the read side of {@code DependencyToken}. Changes nothing. Thread-safe. */
public final class LaneLines {

    /** The most operations of a lane, and the most lanes, that are listed at a time. */
    public static final int MOST = 1_000;

    private static final SqlFile LANES = QueueSql.file("lanes.sql");
    private static final SqlFile HEADS = QueueSql.file("lane_heads.sql");
    private static final SqlFile WAITING = QueueSql.file("lane_waiting.sql");
    /** So many lanes are looked at to find those that matter most. */
    private static final int LOOKED_AT = 500;
    /** In a list of lanes, more are not counted. */
    private static final int SHORT_CAP = 100;

    private static final int CAP = 1_000;

    private final QueueStore store;

    LaneLines(QueueStore store) {
        this.store = store;
    }

    /**
     * One lane.
     *
     * @param organization null for the default one
     * @param most 1 to {@value #MOST} of its operations
     */
    public LaneLine lane(@Nullable String organization, String token, int most) throws SQLException {
        check(most);
        int number = store.organizations().number(organization);
        return store.database().inTransaction(connection -> {
            SystemJobs.limitTime(connection);
            int waiting = WAITING.on(connection)
                    .set("organization", number)
                    .set("token", token)
                    .set("cap", CAP)
                    .query(row -> row.getInt("operations"))
                    .getFirst();
            List<AsyncOperation> first = heads(connection, number, List.of(token), most);
            boolean isStuck = first.stream()
                    .anyMatch(operation ->
                            operation.holdsLane() && AsyncOperation.NEVER.equals(operation.postponeUntil()));
            return new LaneLine(token, first, waiting, waiting == CAP, isStuck);
        });
    }

    /**
     * Lanes to look at: those whose holder waits for a person first, then those in which most wait (counted up to a
     * hundred). Where there are many hundreds of lanes, only some of those that are not stuck are looked at.
     *
     * @param organization null for the default one
     * @param most 1 to {@value #MOST} lanes
     * @param each 1 to {@value #MOST} operations of each
     */
    public List<LaneLine> lanes(@Nullable String organization, int most, int each) throws SQLException {
        check(most);
        check(each);
        int number = store.organizations().number(organization);
        return store.database().inTransaction(connection -> {
            SystemJobs.limitTime(connection);
            List<LaneLine> lanes = LANES.on(connection)
                    .set("organization", number)
                    .set("looked", LOOKED_AT)
                    .set("cap", SHORT_CAP)
                    .set("most", most)
                    .query(row -> new LaneLine(
                            row.getString("token"),
                            List.of(),
                            row.getInt("waiting"),
                            row.getInt("waiting") == SHORT_CAP,
                            row.getBoolean("is_stuck")));
            Map<String, List<AsyncOperation>> heads =
                    heads(
                                    connection,
                                    number,
                                    lanes.stream().map(LaneLine::token).toList(),
                                    each)
                            .stream()
                            .filter(operation -> operation.token() != null)
                            .collect(Collectors.groupingBy(operation -> String.valueOf(operation.token())));
            // What has ended between the two looks has left its lane.
            return lanes.stream()
                    .filter(lane -> heads.containsKey(lane.token()))
                    .map(lane -> new LaneLine(
                            lane.token(),
                            heads.getOrDefault(lane.token(), List.of()),
                            lane.waiting(),
                            lane.hasMore(),
                            lane.isStuck()))
                    .toList();
        });
    }

    private static List<AsyncOperation> heads(Connection connection, int organization, List<String> tokens, int most)
            throws SQLException {
        return HEADS.on(connection)
                .set("organization", organization)
                .texts("tokens", tokens)
                .set("most", most)
                .query(SystemJobs::operation);
    }

    private static void check(int most) {
        if (most < 1 || most > MOST) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A list of lanes has 1 to " + MOST + " entries; got " + most + ".");
        }
    }
}
