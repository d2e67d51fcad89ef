package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Lifecycle;
import io.nightshift.operation.Move;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.Standing;
import io.nightshift.operation.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What users do to a series alone: an extra occurrence now, another rule. */
final class SeriesMoves {

    private static final SqlFile LOCK = QueueSql.file("lock_series.sql");
    private static final SqlFile READ = QueueSql.file("read_series.sql");
    private static final SqlFile EDIT = QueueSql.file("edit_series.sql");
    private static final SqlFile OPEN = QueueSql.file("open_occurrences.sql");

    private final QueueStore store;
    private final UserMoves moves;
    private final Enqueuer enqueuer;
    private final Recurrences recurrences;

    SeriesMoves(QueueStore store, UserMoves moves) {
        this.store = store;
        this.moves = moves;
        this.enqueuer = new Enqueuer(store);
        this.recurrences = new Recurrences(store);
    }

    /**
     * Makes an occurrence now, also of a paused series. The dates stay as they are, and so does the rule for overlaps: it
     * is about the dates. An occurrence that must not overlap with others will not be made while this one has not ended.
     */
    UUID runNow(int organization, UUID id, Author author) throws SQLException {
        Instant now = store.clock().now();
        return inTransaction(organization, id, Move.RUN_NOW, (connection, series) -> {
            UUID made = UuidV7.make(now);
            enqueuer.enqueue(connection, List.of(series.occurrence(made, recurrences.largeData(connection, series))));
            List<UUID> open = new ArrayList<>(Recurrences.live(connection, List.of(series)));
            open.add(made);
            OPEN.on(connection)
                    .set("organization", organization)
                    .set("id", id)
                    .set("open", Recurrences.array(open))
                    .run();
            log(connection, series, author, Move.RUN_NOW.label() + " as " + made, now);
            return made;
        });
    }

    /**
     * Gives a series another rule, or leaves out single dates of it. When its dates change, the next one is the first of the
     * new rule after now; but an occurrence that is due and not made yet is still made.
     */
    MoveResult edit(int organization, UUID id, RecurrenceEdit edit, Author author) throws SQLException {
        Instant now = store.clock().now();
        return inTransaction(organization, id, Move.EDIT_RECURRENCE, (connection, series) -> {
            SeriesRule rule = edited(series, edit, now);
            String differences = series.rule().differencesTo(rule);
            if (differences.isEmpty()) {
                return new MoveResult(id, MoveResult.Kind.UNCHANGED, series.standing(), null);
            }
            Instant next = next(series, rule, edit, now);
            EDIT.on(connection)
                    .set("organization", organization)
                    .set("id", id)
                    .set("from_status", series.standing().status().code())
                    .set(
                            "from_cause",
                            Objects.requireNonNull(series.standing().cause()).code())
                    .set("pattern", rule.pattern())
                    .set("start_on", rule.start())
                    .set("zone", rule.zone())
                    .set("overlap", rule.overlap())
                    .set("missed", rule.missed())
                    // Those behind it are done with.
                    .times("skipped", rule.skipped().tailSet(Series.earlier(now, series.fire())))
                    .set("next_fire", next)
                    .run();
            log(connection, series, author, Move.EDIT_RECURRENCE.label() + ", " + differences, now);
            return new MoveResult(id, MoveResult.Kind.MOVED, series.standing(), null);
        });
    }

    /** The rule as the edit leaves it. Whatever is wrong with it is said now, and nothing is changed. */
    private static SeriesRule edited(Series series, RecurrenceEdit edit, Instant now) {
        SeriesRule rule = series.rule().with(edit);
        if (!edit.changesDates() && edit.namedDates().isEmpty() && rule.equals(series.rule())) {
            return rule;
        }
        understood(rule);
        return rule.withDates(edit, now);
    }

    /**
     * Where an edited series goes on. One that somebody postponed goes on as it was told, unless just that date is
     * skipped.
     */
    private static Instant next(Series series, SeriesRule rule, RecurrenceEdit edit, Instant now) {
        Instant fire = series.fire();
        boolean isDue = series.standing().cause() == Cause.SERIES && !fire.isAfter(now);
        if (isDue) {
            return fire;
        }
        boolean isByRule = !edit.changesDates()
                && !edit.namedDates().isEmpty()
                && series.rule().next(now).filter(fire::equals).isPresent();
        if (edit.changesDates() || isByRule) {
            return first(rule, now);
        }
        return rule.skipped().contains(fire) ? first(rule, fire) : fire;
    }

    /** The next dates of a series, the first one being when it goes on. */
    List<Instant> preview(int organization, UUID id, int most) throws SQLException {
        Optional<Series> series = read(organization, id);
        if (series.isEmpty()) {
            throw ErrorCode.CANNOT_UPDATE_NONRECURRING.fault(
                    "Operation " + id + " has no next dates: it does not recur, or its series has ended.");
        }
        understood(series.get().rule());
        return series.get().preview(most);
    }

    /** The dates to come that a series skips, in their order. */
    List<Instant> skipped(int organization, UUID id) throws SQLException {
        Instant now = store.clock().now();
        return read(organization, id)
                .map(series -> {
                    understood(series.rule());
                    return series.rule().skippedFrom(now);
                })
                .orElse(List.of());
    }

    private Optional<Series> read(int organization, UUID id) throws SQLException {
        return store.database()
                .autoCommit(connection -> READ.on(connection)
                        .set("organization", organization)
                        .set("id", id)
                        .one(Series::read));
    }

    private static Instant first(SeriesRule rule, Instant after) {
        return rule.next(after)
                .orElseThrow(() -> ErrorCode.INVALID_RECURRENCE_PATTERN.fault("The recurrence pattern '"
                        + rule.pattern() + "' with the start " + rule.start() + " has no occurrence after " + after
                        + (rule.skipped().isEmpty() ? "" : " that is not skipped")
                        + "; give a later start, UNTIL or COUNT, or cancel the series."));
    }

    /** A stored rule that is not valid is a bad argument of whoever edits only a part of it. */
    private static void understood(SeriesRule rule) {
        try {
            rule.meaning();
        } catch (java.time.DateTimeException | IllegalArgumentException e) {
            throw ErrorCode.INVALID_RECURRENCE_PATTERN.fault("The recurrence of this series cannot be understood ("
                    + e.getMessage() + "); edit that part of it.");
        }
    }

    /** What is done with a locked series that allows the move. */
    private interface Work<T> {
        T on(Connection connection, Series series) throws SQLException;
    }

    private <T> T inTransaction(int organization, UUID id, Move move, Work<T> work) throws SQLException {
        Optional<T> done = store.partitions().making(days -> {
            days.add(store.clock().now());
            return store.database().inTransaction(connection -> {
                Optional<Series> locked = LOCK.on(connection)
                        .set("organization", organization)
                        .set("id", id)
                        .one(Series::read);
                if (locked.isEmpty()) {
                    return Optional.<T>empty();
                }
                Series series = locked.get();
                days.add(series.createdOn());
                Standing from = series.standing();
                var effect = Lifecycle.effect(from, move, true, series.type().capabilities());
                MoveResult.of(id, from, move, effect).orThrow();
                return Optional.of(work.on(connection, series));
            });
        });
        if (done.isPresent()) {
            return done.get();
        }
        // It ended, it never was one, or there is no such operation: the table of moves knows the code.
        var command = new UserMoves.Command(organization, move, null, Author.of("nightshift"));
        throw Objects.requireNonNull(Objects.requireNonNull(
                        moves.apply(command, List.of(id)).results().get(id))
                .refusal());
    }

    private static void log(Connection connection, Series series, Author author, String what, Instant now)
            throws SQLException {
        String reason = author.reason();
        OperationLog.write(
                connection,
                List.of(new OperationLog.Entry(
                        series.organization(),
                        series.id(),
                        series.kept(),
                        series.createdOn(),
                        now,
                        author.name(),
                        reason == null ? what : what + ": " + reason)));
    }
}
