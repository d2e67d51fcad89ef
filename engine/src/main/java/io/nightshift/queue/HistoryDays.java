package io.nightshift.queue;

import io.nightshift.database.Database;
import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of what has ended, and what is known of those that nothing is added to any more. Kept in memory until this
 * process makes or drops one; another process makes them days ahead. Thread-safe.
 */
final class HistoryDays {

    private static final SqlFile READ = QueueSql.file("history_days.sql");
    private static final int FOR_EVER = 2;

    private final Database database;
    private volatile @Nullable List<Day> known;

    HistoryDays(Database database) {
        this.database = database;
    }

    /**
     * A partition of history: a day, or a month of what is kept for ever.
     *
     * @param isClosed nothing is added any more, its search indexes are there, and the ids in it are known
     * @param lowest the lowest id in it; null when it is open or empty
     */
    record Day(
            int kept,
            LocalDate from,
            boolean isClosed,
            @Nullable UUID lowest,
            @Nullable UUID highest) {

        LocalDate to() {
            return kept == FOR_EVER ? from.plusMonths(1) : from.plusDays(1);
        }

        boolean isEmpty() {
            return isClosed && lowest == null;
        }

        /** Which rows are in it; the planner opens no other partition. */
        String sql() {
            return "kept = " + kept + " AND " + between(from, to());
        }

        static String between(LocalDate from, LocalDate to) {
            return "completed_on >= timestamptz '" + from + "T00:00:00Z' AND completed_on < timestamptz '" + to
                    + "T00:00:00Z'";
        }
    }

    List<Day> all() throws SQLException {
        List<Day> days = known;
        if (days == null) {
            days = database.autoCommit(connection -> READ.on(connection)
                    .query(row -> new Day(
                            row.getInt("kept"),
                            LocalDate.parse(row.getString("day")),
                            row.getBoolean("is_closed"),
                            Rows.uuid(row, "lowest_id"),
                            Rows.uuid(row, "highest_id"))));
            known = days;
        }
        return days;
    }

    /** There is another one, or one less. */
    void changed() {
        known = null;
    }
}
