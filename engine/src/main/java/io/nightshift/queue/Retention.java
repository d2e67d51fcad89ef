package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes days of history and drops those whose time is over. A closed day gets its search indexes, and what is known of it
 * is written down. Each drop is one transaction: no crash can leave half of it. Nothing here waits long for anybody, and
 * nobody waits long for it: what is in use is tried again later. Thread-safe; any number of nodes may call at once.
 */
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final SqlFile CLOSE_DAY = QueueSql.file("close_day.sql");
    private static final SqlFile DROP_DELTAS = QueueSql.file("drop_deltas.sql");
    private static final SqlFile DROP_COUNTERS = QueueSql.file("drop_counters.sql");
    private static final SqlFile DROP_DAY = QueueSql.file("drop_day.sql");
    private static final SqlFile CREATED_DAYS = QueueSql.file("created_days.sql");
    private static final SqlFile OLD_EVENTS = QueueSql.file("old_events.sql");
    private static final SqlFile OLD_NODES = QueueSql.file("old_nodes.sql");
    private static final List<String> CLASSES = List.of("short", "long", "for_ever");
    private static final List<String> BY_CREATION = List.of("operation_payload", "operation_attempt", "operation_log");
    /** So late after the end of its day nothing is still on its way into it. */
    private static final Duration LATE = Duration.ofHours(1);
    /** Whoever wants the table meanwhile waits so long at the most. */
    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '300ms'";

    private static final String IN_USE = "55P03";
    private static final int PAGE = 10_000;

    /** What carries a search in a closed day; see {@link SearchSql}. Few values repeat often, so the entries are small. */
    private static final List<String> INDEXES = List.of(
            "(organization_id, operation_type, message_name)",
            "(organization_id, completed_on)",
            "(organization_id, statuscode) WHERE statuscode <> 30",
            "(organization_id, token) WHERE token IS NOT NULL",
            "(organization_id, parent_id) WHERE parent_id IS NOT NULL",
            "(organization_id, correlation_id) WHERE correlation_id IS NOT NULL",
            "(organization_id, regarding_id) WHERE regarding_id IS NOT NULL",
            "(organization_id, owner_id) WHERE owner_id IS NOT NULL");

    private final QueueStore store;
    private final RetentionTimes times;
    private volatile @Nullable LocalDate swept;

    public Retention(QueueStore store, RetentionTimes times) {
        this.store = store;
        this.times = times;
    }

    /** Closes and drops what is due; returns how many days were closed and partitions dropped. */
    public int tick() throws SQLException {
        Instant now = store.clock().now();
        HistoryDays history = store.partitions().days();
        history.changed();
        int done = 0;
        for (HistoryDays.Day day : history.all()) {
            if (!day.isClosed() && !end(day.to()).plus(LATE).isAfter(now)) {
                done += close(day) ? 1 : 0;
            }
        }
        for (HistoryDays.Day day : history.all()) {
            if (day.isClosed() && isOver(day.kept(), day.to(), now)) {
                done += drop(day) ? 1 : 0;
            }
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        boolean allClosed = history.all().stream()
                .allMatch(day -> day.isClosed() || end(day.to()).plus(LATE).isAfter(now));
        if (allClosed && !today.equals(swept)) {
            done += dropByCreation(now);
            forget(now);
            swept = today;
        }
        return done;
    }

    private static Instant end(LocalDate to) {
        return to.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private boolean isOver(int kept, LocalDate to, Instant now) {
        Duration time = times.of(kept);
        return time != null && !end(to).plus(time).isAfter(now);
    }

    private static String suffix(int kept, LocalDate from) {
        String day = kept == 2
                ? from.format(DateTimeFormatter.ofPattern("uuuuMM"))
                : from.format(DateTimeFormatter.BASIC_ISO_DATE);
        return CLASSES.get(kept) + "_" + day;
    }

    /** Work that gives way: false when somebody is at the same table. */
    private interface Giving {
        void on(Connection connection, Statement statement) throws SQLException;
    }

    private boolean givingWay(Giving work) throws SQLException {
        try {
            store.database().inTransaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(LOCK_TIMEOUT);
                    // One node at a time; the others find it done.
                    statement.execute("LOCK TABLE nightshift.history_day IN SHARE ROW EXCLUSIVE MODE NOWAIT");
                    work.on(connection, statement);
                }
                return 0;
            });
            return true;
        } catch (SQLException e) {
            if (!IN_USE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.debug("What retention wants is in use; it is tried again", e);
            return false;
        } finally {
            store.partitions().days().changed();
        }
    }

    private boolean close(HistoryDays.Day day) throws SQLException {
        String table = "operation_history_" + suffix(day.kept(), day.from());
        return givingWay((connection, statement) -> {
            for (int i = 0; i < INDEXES.size(); i++) {
                statement.execute("CREATE INDEX IF NOT EXISTS " + table + "_search_" + i + " ON nightshift." + table
                        + " " + INDEXES.get(i));
            }
            statement.execute("ANALYZE nightshift." + table);
            CLOSE_DAY
                    .on(connection)
                    .set("kept", day.kept())
                    .set("day", day.from().toString())
                    .set("from", end(day.from()))
                    .set("to", end(day.to()))
                    .run();
        });
    }

    private boolean drop(HistoryDays.Day day) throws SQLException {
        String table = "operation_history_" + suffix(day.kept(), day.from());
        boolean dropped = givingWay((connection, statement) -> {
            statement.execute("DROP TABLE IF EXISTS nightshift." + table);
            // Whoever folds these deltas at the moment is waited for here, so that the next statement sees what he
            // folded.
            for (SqlFile each : List.of(DROP_DELTAS, DROP_COUNTERS, DROP_DAY)) {
                each.on(connection)
                        .set("kept", day.kept())
                        .set("day", day.from().toString())
                        .run();
            }
        });
        if (dropped) {
            LOG.info("Dropped {}: its time is over.", table);
        }
        return dropped;
    }

    private record Created(int kept, LocalDate day) {}

    /** Payloads, attempts and logs lie by the day of creation: one goes when nothing created on that day is kept. */
    private int dropByCreation(Instant now) throws SQLException {
        List<Created> candidates = store.database().inTransaction(connection -> {
            List<Created> days = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT DISTINCT substring(relname FROM '(short|long)_'),"
                            + " substring(relname FROM '[0-9]{8}$') FROM pg_class WHERE relispartition AND relkind = 'r'"
                            + " AND relnamespace = 'nightshift'::regnamespace"
                            + " AND relname ~ '^operation_(payload|attempt|log)_(short|long)_[0-9]{8}$'")) {
                while (row.next()) {
                    days.add(new Created(
                            CLASSES.indexOf(row.getString(1)),
                            LocalDate.parse(row.getString(2), DateTimeFormatter.BASIC_ISO_DATE)));
                }
            }
            days.removeIf(day -> !isOver(day.kept(), day.day().plusDays(1), now));
            return days;
        });
        if (candidates.isEmpty()) {
            return 0;
        }
        Instant before = candidates.stream()
                .map(day -> end(day.day().plusDays(1)))
                .max(Instant::compareTo)
                .orElse(now);
        int dropped = 0;
        // Asked once: what was created so long ago only becomes less.
        Set<Created> used = inUse(before);
        for (Created day : candidates) {
            if (!used.contains(day)) {
                dropped += dropCreated(day) ? 1 : 0;
            }
        }
        return dropped;
    }

    private Set<Created> inUse(Instant before) throws SQLException {
        return new HashSet<>(store.database()
                .autoCommit(connection -> CREATED_DAYS
                        .on(connection)
                        .set("before", before)
                        .query(row -> new Created(row.getInt("kept"), LocalDate.parse(row.getString("day"))))));
    }

    private boolean dropCreated(Created day) throws SQLException {
        boolean dropped = true;
        for (String table : BY_CREATION) {
            dropped &= givingWay((connection, statement) -> statement.execute(
                    "DROP TABLE IF EXISTS nightshift." + table + "_" + suffix(day.kept(), day.day())));
        }
        store.partitions().forget();
        return dropped;
    }

    /** Events that nobody can still wait for, and nodes whose work is no longer shown. */
    private void forget(Instant now) throws SQLException {
        int events;
        do {
            events = store.database()
                    .autoCommit(connection -> OLD_EVENTS
                            .on(connection)
                            .set("before", now.minus(times.longTime()))
                            .set("most", PAGE)
                            .run());
        } while (events == PAGE);
        store.database()
                .autoCommit(connection -> OLD_NODES
                        .on(connection)
                        .set("before", now.minus(times.longTime()))
                        .run());
    }
}
