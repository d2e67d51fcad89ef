package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StatusCode;
import io.nightshift.operation.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the occurrences of series. Making an occurrence and moving the series on is one transaction under the lock of the
 * parent, so that no crash and no second node can make one twice or leave one out. A page of series goes in a handful of
 * statements; when one of them cannot be made, that page goes one by one and the bad one is set aside. Thread-safe.
 */
public final class Recurrences {

    private static final SqlFile DUE = QueueSql.file("due_series.sql");
    private static final SqlFile ADVANCE = QueueSql.file("advance_series.sql");
    private static final SqlFile LIVE = QueueSql.file("live.sql");
    private static final SqlFile END = QueueSql.file("end.sql");
    private static final SqlFile END_SERIES = QueueSql.file("end_series.sql");
    private static final SqlFile SET_ASIDE = QueueSql.file("set_series_aside.sql");
    private static final Logger LOG = LoggerFactory.getLogger(Recurrences.class);

    /** So many series are moved on in one transaction; between two of them other chores have their turn. */
    public static final int PAGE = 200;

    private final QueueStore store;
    private final Enqueuer enqueuer;
    private final Payloads payloads;

    public Recurrences(QueueStore store) {
        this.store = store;
        this.enqueuer = new Enqueuer(store);
        this.payloads = new Payloads(store);
    }

    /** What becomes of a series: the occurrences to make, and the next date, if there is one. */
    private record Step(Series series, List<Operation> occurrences, Optional<Instant> next, List<UUID> open) {}

    /** Makes what is due in a page of series; returns how many series were moved on. */
    public int recur() throws SQLException {
        return store.partitions().making(days -> {
            days.add(store.clock().now());
            return store.database().inTransaction(connection -> recur(connection, days));
        });
    }

    private int recur(Connection connection, Collection<Instant> days) throws SQLException {
        Instant now = store.clock().now();
        List<Series> due = new ArrayList<>();
        DUE.on(connection).set("now", now).set("most", PAGE).query(row -> {
            // A type that only a newer release knows is left to its nodes.
            return OperationType.isKnown(row.getInt("operation_type")) && due.add(Series.read(row));
        });
        if (due.isEmpty()) {
            return 0;
        }
        due.forEach(series -> days.add(series.createdOn()));
        if (moveOnOrUndo(connection, due, now) != null) {
            for (Series series : due) {
                String why = moveOnOrUndo(connection, List.of(series), now);
                if (why != null) {
                    setAside(connection, series, now, why);
                }
            }
        }
        return due.size();
    }

    /** Moves series on, or leaves the transaction as it was and says why: something is wrong with the data. */
    private @Nullable String moveOnOrUndo(Connection connection, List<Series> page, Instant now) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            moveOn(connection, page, now);
            connection.releaseSavepoint(before);
            return null;
        } catch (RuntimeException e) {
            connection.rollback(before);
            return String.valueOf(e.getMessage());
        } catch (SQLException e) {
            if (!isAboutTheData(e)) {
                throw e;
            }
            connection.rollback(before);
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean isAboutTheData(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return (state.startsWith("22") || state.startsWith("23")) && !Partitions.isMissingPartition(e);
    }

    private void moveOn(Connection connection, List<Series> page, Instant now) throws SQLException {
        Set<UUID> live =
                live(connection, page.stream().filter(Series::skipsOverlaps).toList());
        List<Step> steps = new ArrayList<>(page.size());
        for (Series series : page) {
            steps.add(step(connection, series, live, now));
        }
        enqueuer.enqueue(
                connection,
                steps.stream().flatMap(s -> s.occurrences().stream()).toList());
        advance(connection, steps.stream().filter(s -> s.next().isPresent()).toList());
        end(
                connection,
                steps.stream().filter(s -> s.next().isEmpty()).map(Step::series).toList(),
                now);
    }

    private Step step(Connection connection, Series series, Set<UUID> live, Instant now) throws SQLException {
        List<Instant> dates = series.due(now);
        List<UUID> open = series.open();
        if (series.skipsOverlaps()) {
            open = open.stream().filter(live::contains).toList();
            // The first of several stands in the way of the others.
            dates = open.isEmpty() ? dates.subList(0, Math.min(1, dates.size())) : List.of();
        }
        String large = dates.isEmpty() ? null : largeData(connection, series);
        List<Operation> occurrences = new ArrayList<>(dates.size());
        for (Instant date : dates) {
            UUID id = UuidV7.derived(series.id(), date);
            occurrences.add(series.occurrence(id, large));
            open = List.of(id);
        }
        return new Step(series, occurrences, series.nextAfter(Series.later(now, series.fire())), open);
    }

    @Nullable
    String largeData(Connection connection, Series series) throws SQLException {
        return series.hasLargeData()
                ? payloads.read(connection, series.organization(), series.id(), Payloads.DATA, series.createdOn())
                        .orElse(null)
                : null;
    }

    /** Those of the open occurrences that have not ended. */
    static Set<UUID> live(Connection connection, List<Series> page) throws SQLException {
        List<Integer> organizations = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (Series series : page) {
            for (UUID id : series.open()) {
                organizations.add(series.organization());
                ids.add(id);
            }
        }
        return ids.isEmpty()
                ? Set.of()
                : new HashSet<>(LIVE.on(connection)
                        .integers("organizations", organizations)
                        .uuids("ids", ids)
                        .query(row -> Rows.requiredUuid(row, "operation_id")));
    }

    private static void advance(Connection connection, List<Step> steps) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        ADVANCE.on(connection)
                .integers("organizations", steps, s -> s.series().organization())
                .uuids("ids", steps, s -> s.series().id())
                .times("next_fires", steps, s -> s.next().orElseThrow())
                .texts("open", steps, s -> array(s.open()))
                .run();
    }

    /** As PostgreSQL writes an array: lists of different lengths do not fit into one parameter. */
    static String array(List<UUID> ids) {
        return "{" + String.join(",", ids.stream().map(UUID::toString).toList()) + "}";
    }

    private static void end(Connection connection, List<Series> ended, Instant now) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        int waiting = StatusCode.WAITING.code();
        END.on(connection)
                .set("now", now)
                .integers("organizations", ended, Series::organization)
                .uuids("ids", ended, Series::id)
                .integers("claims", ended, Series::claimNumber)
                .integers("from_lowest", ended, s -> waiting)
                .integers("from_highest", ended, s -> waiting)
                .integers("statuses", ended, s -> StatusCode.SUCCEEDED.code())
                .integers("codes", ended, s -> null)
                .texts("messages", ended, s -> "The series has no further occurrence.")
                .texts("results", ended, s -> null)
                .booleans("large_results", ended, s -> false)
                .longs("ran", ended, s -> null)
                .query(row -> null);
        for (Integer organization :
                ended.stream().map(Series::organization).distinct().toList()) {
            END_SERIES
                    .on(connection)
                    .set("organization", organization)
                    .uuids(
                            "ids",
                            ended.stream()
                                    .filter(s -> s.organization() == organization)
                                    .map(Series::id)
                                    .toList())
                    .run();
        }
    }

    /** Pauses a series that cannot go on, and says why: a person can mend it and resume, or cancel it. */
    private static void setAside(Connection connection, Series series, Instant now, String why) throws SQLException {
        LOG.warn("The series {} is paused because its next occurrence cannot be made: {}", series.id(), why);
        SET_ASIDE
                .on(connection)
                .set("organization", series.organization())
                .set("id", series.id())
                .set("never", AsyncOperation.NEVER)
                .set("message", "Its next occurrence cannot be made: " + why)
                .run();
        OperationLog.write(
                connection,
                List.of(new OperationLog.Entry(
                        series.organization(),
                        series.id(),
                        series.kept(),
                        series.createdOn(),
                        now,
                        "nightshift",
                        Move.PAUSE.label() + ": its next occurrence cannot be made: " + why)));
    }
}
