package io.nightshift.queue;

import io.nightshift.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do beside claiming.
 *
 * @param anyInLine whether anybody waits in a lane or for a limit key, with a note or without
 * @param nextDue the next time that wakes something, or null
 */
public record Pending(
        boolean laneNotes,
        boolean eventNotes,
        boolean due,
        boolean dueSeries,
        boolean deadNodes,
        boolean anyInLine,
        @Nullable Instant nextDue) {

    static Pending read(ResultSet row) throws SQLException {
        return new Pending(
                row.getBoolean("has_lane_notes"),
                row.getBoolean("has_event_notes"),
                row.getBoolean("has_due"),
                row.getBoolean("has_due_series"),
                row.getBoolean("has_dead_nodes"),
                row.getBoolean("has_lines"),
                Rows.time(row, "next_due"));
    }

    /** Whether any of it is to be done now. */
    public boolean any() {
        return laneNotes || eventNotes || due || dueSeries || deadNodes;
    }
}
