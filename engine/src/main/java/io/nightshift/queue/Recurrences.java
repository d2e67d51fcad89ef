package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Kept;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.PriorityClass;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RecurrencePattern;
import io.nightshift.operation.StatusCode;
import io.nightshift.operation.UuidV7;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the occurrences of series. Making an occurrence and moving the series on is one transaction under the lock of the
 * parent, so that no crash and no second node can make one twice or leave one out. Thread-safe.
 */
public final class Recurrences {

    private static final SqlFile DUE = QueueSql.file("due_series.sql");
    private static final SqlFile ADVANCE = QueueSql.file("advance_series.sql");
    private static final SqlFile IS_LIVE = QueueSql.file("is_live.sql");
    private static final SqlFile END = QueueSql.file("end.sql");
    private static final SqlFile END_SERIES = QueueSql.file("end_series.sql");
    private static final SqlFile SET_ASIDE = QueueSql.file("set_series_aside.sql");
    private static final Logger LOG = LoggerFactory.getLogger(Recurrences.class);
    private static final int PAGE = 100;
    private static final int MOST_MISSED = 100;
    /** Later than this is missed, not merely late. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final QueueStore store;
    private final Enqueuer enqueuer;
    private final Payloads payloads;

    public Recurrences(QueueStore store) {
        this.store = store;
        this.enqueuer = new Enqueuer(store);
        this.payloads = new Payloads(store);
    }

    private record Series(
            int organization,
            UUID id,
            int claimNumber,
            Operation template,
            @Nullable String token,
            Recurrence recurrence,
            Instant start,
            Instant fire,
            @Nullable UUID last) {}

    /** A series that is due, not read yet: one that cannot be read must not hold up the others. */
    private record Due(int organization, UUID id, int kept, Instant createdOn, Reading reading) {}

    private interface Reading {
        Series read() throws SQLException;
    }

    /** Makes what is due in a page of series; returns how many series were moved on. */
    public int recur() throws SQLException {
        return store.partitions().making(days -> {
            days.add(store.clock().now());
            return store.database().inTransaction(connection -> recur(connection, days));
        });
    }

    private int recur(Connection connection, Collection<Instant> days) throws SQLException {
        Instant now = store.clock().now();
        List<Due> all = new ArrayList<>();
        DUE.on(connection).set("now", now).set("most", PAGE).query(row -> {
            // A type that only a newer release knows is left to its nodes.
            return OperationType.isKnown(row.getInt("operation_type")) && all.add(due(connection, row));
        });
        for (Due due : all) {
            days.add(due.createdOn());
            Savepoint before = connection.setSavepoint();
            try {
                moveOn(connection, due.reading().read(), now);
                connection.releaseSavepoint(before);
            } catch (RuntimeException e) {
                connection.rollback(before);
                setAside(connection, due, now, String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                if (!isAboutTheData(e)) {
                    throw e;
                }
                connection.rollback(before);
                setAside(connection, due, now, String.valueOf(e.getMessage()));
            }
        }
        return all.size();
    }

    private static boolean isAboutTheData(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return (state.startsWith("22") || state.startsWith("23")) && !Partitions.isMissingPartition(e);
    }

    /** Pauses a series that cannot go on, and says why: a person can mend it and resume, or cancel it. */
    private static void setAside(Connection connection, Due due, Instant now, String why) throws SQLException {
        LOG.warn("The series {} is paused because its next occurrence cannot be made: {}", due.id(), why);
        SET_ASIDE
                .on(connection)
                .set("organization", due.organization())
                .set("id", due.id())
                .set("never", AsyncOperation.NEVER)
                .set("message", "Its next occurrence cannot be made: " + why)
                .run();
        OperationLog.write(
                connection,
                List.of(new OperationLog.Entry(
                        due.organization(),
                        due.id(),
                        due.kept(),
                        due.createdOn(),
                        now,
                        "nightshift",
                        Move.PAUSE.label() + ": its next occurrence cannot be made: " + why)));
    }

    private void moveOn(Connection connection, Series series, Instant now) throws SQLException {
        Recurrence recurrence = series.recurrence();
        UUID last = series.last();
        for (Instant fire : fires(series, now)) {
            if (recurrence.overlap() == Recurrence.Overlap.SKIP && last != null && isLive(connection, series, last)) {
                continue;
            }
            last = occurrence(connection, series, fire);
        }
        Optional<Instant> next =
                recurrence.pattern().next(later(now, series.fire()), series.start(), recurrence.zone());
        if (next.isPresent()) {
            ADVANCE.on(connection)
                    .set("organization", series.organization())
                    .set("id", series.id())
                    .set("next_fire", next.get())
                    .set("occurrence", last)
                    .run();
        } else {
            end(connection, series, now);
        }
    }

    /** The occurrences to make now: the due one, and those that were missed by the rule for them. */
    private static List<Instant> fires(Series series, Instant now) {
        Recurrence recurrence = series.recurrence();
        List<Instant> due = new ArrayList<>();
        due.add(series.fire());
        for (Instant fire : recurrence.pattern().next(series.fire(), series.start(), recurrence.zone(), MOST_MISSED)) {
            if (fire.isAfter(now)) {
                break;
            }
            due.add(fire);
        }
        return switch (recurrence.missed()) {
            case ALL -> due.subList(0, Math.min(due.size(), MOST_MISSED));
            case ONCE -> List.of(due.getLast());
            case SKIP ->
                due.stream().filter(fire -> fire.isAfter(now.minus(LATE))).toList();
        };
    }

    private UUID occurrence(Connection connection, Series series, Instant fire) throws SQLException {
        Operation occurrence = series.template()
                .id(UuidV7.derived(series.id(), fire))
                .parent(series.id())
                .token(
                        series.token() == null && series.recurrence().overlap() == Recurrence.Overlap.QUEUE
                                ? "series:" + series.id()
                                : series.token());
        return enqueuer.enqueue(connection, List.of(occurrence)).getFirst();
    }

    private static boolean isLive(Connection connection, Series series, UUID id) throws SQLException {
        return IS_LIVE.on(connection)
                .set("organization", series.organization())
                .set("id", id)
                .one(row -> 1)
                .isPresent();
    }

    private static void end(Connection connection, Series series, Instant now) throws SQLException {
        int waiting = StatusCode.WAITING.code();
        List<@Nullable Integer> noCode = new ArrayList<>();
        noCode.add(null);
        List<@Nullable String> noText = new ArrayList<>();
        noText.add(null);
        END.on(connection)
                .set("now", now)
                .integers("organizations", List.of(series.organization()))
                .uuids("ids", List.of(series.id()))
                .integers("claims", List.of(series.claimNumber()))
                .integers("from_lowest", List.of(waiting))
                .integers("from_highest", List.of(waiting))
                .integers("statuses", List.of(StatusCode.SUCCEEDED.code()))
                .integers("codes", noCode)
                .texts("messages", List.of("The series has no further occurrence."))
                .texts("results", noText)
                .booleans("large_results", List.of(false))
                .query(row -> null);
        END_SERIES
                .on(connection)
                .set("organization", series.organization())
                .uuids("ids", List.of(series.id()))
                .run();
    }

    private Due due(Connection connection, ResultSet row) throws SQLException {
        UUID id = Rows.requiredUuid(row, "operation_id");
        int organization = row.getInt("organization_id");
        Reading reading;
        try {
            Series series = read(row, organization, id);
            boolean large = row.getBoolean("has_large_data");
            reading = () -> large ? withLargeData(connection, series) : series;
        } catch (RuntimeException e) {
            reading = () -> {
                throw e;
            };
        }
        return new Due(organization, id, row.getInt("kept"), Rows.requiredTime(row, "created_on"), reading);
    }

    private Series withLargeData(Connection connection, Series s) throws SQLException {
        String data = payloads.read(connection, s.organization(), s.id(), Payloads.DATA)
                .orElse(null);
        return new Series(
                s.organization(),
                s.id(),
                s.claimNumber(),
                s.template().data(data),
                s.token(),
                s.recurrence(),
                s.start(),
                s.fire(),
                s.last());
    }

    private static Series read(ResultSet row, int organization, UUID id) throws SQLException {
        Operation template = Operation.of(OperationType.of(row.getInt("operation_type")))
                .organization(row.getString("organization_name"))
                .name(row.getString("name"))
                .data(row.getString("data"))
                .priorityClass(PriorityClass.of(row.getInt("priority_class")))
                .kept(Kept.of(row.getInt("kept")))
                .owner(Rows.uuid(row, "owner_id"))
                .correlation(Rows.uuid(row, "correlation_id"), row.getInt("depth"));
        String message = row.getString("message_name");
        if (!message.isEmpty()) {
            template = template.message(message);
        }
        UUID regarding = Rows.uuid(row, "regarding_id");
        if (regarding != null) {
            template = template.regarding(Objects.requireNonNullElse(row.getString("regarding_type"), ""), regarding);
        }
        Recurrence recurrence = new Recurrence(
                new RecurrencePattern(row.getString("pattern")),
                null,
                ZoneId.of(row.getString("zone")),
                Recurrence.Overlap.valueOf(row.getString("overlap")),
                Recurrence.Missed.valueOf(row.getString("missed")));
        return new Series(
                organization,
                id,
                row.getInt("claim_number"),
                template,
                row.getString("token"),
                recurrence,
                Rows.requiredTime(row, "start_on"),
                Rows.requiredTime(row, "postpone_until"),
                Rows.uuid(row, "last_occurrence_id"));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
