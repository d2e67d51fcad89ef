package io.nightshift.queue;

import io.nightshift.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions of what has ended and of what hangs on operations: one for each day, or for each month where it is kept
 * for ever. They are made some days ahead, and at once when a row has none. Thread-safe.
 */
public final class Partitions {

    private static final List<String> TABLES =
            List.of("operation_history", "operation_payload", "operation_attempt", "operation_log");
    private static final int DAYS_AHEAD = 3;
    /** "no partition of relation found for row" is a check violation. */
    private static final String NO_PARTITION = "23514";

    private final Database database;
    private final HistoryDays days;
    private final Set<LocalDate> prepared = ConcurrentHashMap.newKeySet();

    Partitions(Database database) {
        this.database = database;
        this.days = new HistoryDays(database);
    }

    /** The partitions of history. */
    HistoryDays days() {
        return days;
    }

    /** Makes the partitions for this time and the days after it. */
    public void prepare(Instant now) throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<LocalDate> days = new ArrayList<>();
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            LocalDate day = today.plusDays(ahead);
            if (!prepared.contains(day)) {
                days.add(day);
            }
        }
        make(days);
    }

    /** Makes the partitions of these days and no others; asks the database only about days that are new to this process. */
    public void prepareDaysOf(List<Instant> times) throws SQLException {
        make(unknown(times));
    }

    /**
     * The same for a transaction of a caller: asks on the caller's connection whether they are there, and takes another one
     * only when they are not.
     */
    void prepareDaysOf(Connection connection, List<Instant> times) throws SQLException {
        List<LocalDate> days = unknown(times);
        if (!days.isEmpty() && areMade(connection, days)) {
            prepared.addAll(days);
        } else {
            make(days);
        }
    }

    private List<LocalDate> unknown(List<Instant> times) {
        return times.stream()
                .map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC))
                .distinct()
                .filter(day -> !prepared.contains(day))
                .toList();
    }

    private static boolean areMade(Connection connection, List<LocalDate> days) throws SQLException {
        for (String table : statements(days)) {
            if (!exists(connection, table.substring(0, table.indexOf(' ')))) {
                return false;
            }
        }
        return true;
    }

    /** Forgets what it made, so that it looks again; for a row that had no partition nevertheless. */
    void forget() {
        prepared.clear();
    }

    /** Work that may write rows of days long ago; it notes the days before it writes, so that they can be made. */
    @FunctionalInterface
    interface Work<T> {
        T run(Collection<Instant> days) throws SQLException;
    }

    /** Runs the work; when a row found no partition, makes those of the days it noted and runs it once more. */
    <T> T making(Work<T> work) throws SQLException {
        List<Instant> days = new ArrayList<>();
        try {
            return work.run(days);
        } catch (SQLException e) {
            if (!isMissingPartition(e)) {
                throw e;
            }
            forget();
            prepareDaysOf(days);
            return work.run(new ArrayList<>());
        }
    }

    static boolean isMissingPartition(SQLException e) {
        return NO_PARTITION.equals(e.getSQLState())
                && String.valueOf(e.getMessage()).contains("no partition");
    }

    private void make(List<LocalDate> days) throws SQLException {
        if (days.isEmpty()) {
            return;
        }
        database.inTransaction(connection -> {
            List<String> missing = statements(days);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE nightshift.migration IN EXCLUSIVE MODE");
                for (String table : missing) {
                    if (!exists(connection, table.substring(0, table.indexOf(' ')))) {
                        create(statement, table);
                    }
                }
            }
            return null;
        });
        prepared.addAll(days);
        this.days.changed();
    }

    /** Made beside its parent and attached, which waits for nobody who reads or writes the parent. */
    private static void create(Statement statement, String line) throws SQLException {
        String[] words = line.split(" ");
        statement.execute("CREATE TABLE nightshift." + words[0] + " (LIKE nightshift." + words[1]
                + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)");
        statement.execute("ALTER TABLE nightshift." + words[1] + " ATTACH PARTITION nightshift." + words[0]
                + " FOR VALUES FROM ('" + words[2] + "') TO ('" + words[3] + "')");
    }

    /** Lines of: partition, parent, from, to. */
    private static List<String> statements(List<LocalDate> days) {
        List<String> lines = new ArrayList<>();
        for (String table : TABLES) {
            for (LocalDate day : days) {
                LocalDate month = day.withDayOfMonth(1);
                for (String kept : List.of("short", "long")) {
                    lines.add(line(
                            table + "_" + kept, day.format(DateTimeFormatter.BASIC_ISO_DATE), day, day.plusDays(1)));
                }
                String forEver = line(
                        table + "_for_ever",
                        month.format(DateTimeFormatter.ofPattern("uuuuMM")),
                        month,
                        month.plusMonths(1));
                if (!lines.contains(forEver)) {
                    lines.add(forEver);
                }
            }
        }
        return lines;
    }

    private static String line(String parent, String suffix, LocalDate from, LocalDate to) {
        return parent + "_" + suffix + " " + parent + " " + from + "T00:00:00Z " + to + "T00:00:00Z";
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, "nightshift." + table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
