package io.nightshift.queue;

import io.nightshift.database.Rows;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one beat of a node brought.
 *
 * @param renewed false when this node has been declared dead and holds nothing any more
 * @param isToDrain whether somebody has ordered this node to take nothing more
 * @param others the beats of the other nodes that are alive
 * @param look what there is to do; null when it was not asked for
 */
public record Pulse(
        boolean renewed,
        boolean isToDrain,
        Instant databaseTime,
        List<Nodes.Beat> others,
        @Nullable Look look) {

    /**
     * What a node finds to do.
     *
     * @param buckets those that have something to claim
     * @param holdsSomething whether the database says that this node holds an operation
     * @param holds tells whether the holds have changed
     * @param limits tells whether the limits on running operations have changed
     * @param hasDeltas whether there is something to fold into the counters
     */
    public record Look(
            Pending pending,
            List<Bucket> buckets,
            boolean holdsSomething,
            KnownHolds.Mark holds,
            RunningLimits.Mark limits,
            boolean hasDeltas) {}

    static Pulse read(ResultSet row, boolean looking) throws SQLException {
        Long[] ids = array(row, "node_ids", new Long[0]);
        String[] names = array(row, "names", new String[0]);
        Long[] beats = array(row, "beats", new Long[0]);
        Integer[] leases = array(row, "leases", new Integer[0]);
        List<Nodes.Beat> others = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            others.add(new Nodes.Beat(ids[i], names[i], beats[i], leases[i]));
        }
        Look look = looking
                ? new Look(
                        Pending.read(row),
                        buckets(row),
                        row.getBoolean("holds_something"),
                        new KnownHolds.Mark(row.getLong("newest_hold"), row.getLong("holds")),
                        new RunningLimits.Mark(row.getLong("newest_limit"), row.getLong("limits")),
                        row.getBoolean("has_deltas"))
                : null;
        return new Pulse(
                row.getBoolean("is_renewed"),
                row.getBoolean("is_to_drain"),
                Rows.requiredTime(row, "database_time"),
                others,
                look);
    }

    private static List<Bucket> buckets(ResultSet row) throws SQLException {
        Integer[] organizations = array(row, "organizations", new Integer[0]);
        Integer[] classes = array(row, "classes", new Integer[0]);
        Integer[] types = array(row, "types", new Integer[0]);
        String[] messages = array(row, "messages", new String[0]);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < organizations.length; i++) {
            buckets.add(new Bucket(organizations[i], classes[i], types[i], messages[i]));
        }
        return buckets;
    }

    @SuppressWarnings("unchecked")
    private static <T> T[] array(ResultSet row, String column, T[] none) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? none : (T[]) array.getArray();
    }
}
