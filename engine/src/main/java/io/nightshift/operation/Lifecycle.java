package io.nightshift.operation;

import static io.nightshift.operation.Cause.CHECKPOINT;
import static io.nightshift.operation.Cause.EVENT;
import static io.nightshift.operation.Cause.PAUSED;
import static io.nightshift.operation.Cause.PERSON;
import static io.nightshift.operation.Cause.POSTPONED;
import static io.nightshift.operation.Cause.RETRY;
import static io.nightshift.operation.Cause.SERIES;
import static io.nightshift.operation.Standing.CANCELED;
import static io.nightshift.operation.Standing.CANCELING;
import static io.nightshift.operation.Standing.FAILED;
import static io.nightshift.operation.Standing.IN_PROGRESS;
import static io.nightshift.operation.Standing.READY;
import static io.nightshift.operation.Standing.SUCCEEDED;
import static io.nightshift.operation.Standing.pausing;
import static io.nightshift.operation.Standing.suspended;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one table of states: what each {@link Move} leads to from each {@link Standing}. A pair that is not listed is
 * refused with the code of its move. The SQL of the queue takes its conditions from here, so that nothing else in the
 * product decides about a change of state.
 *
 * <p>A series (the parent of recurring occurrences) has its own rows: it is never claimed, so it knows only the standings
 * Suspended (Series), Suspended (Paused), Succeeded and Canceled.
 */
public final class Lifecycle {

    /** What a move does. */
    public sealed interface Effect {
        /** The operation goes to another standing, or to the same one with new dates. */
        record To(Standing standing) implements Effect {}

        /** The command was already carried out; it answers success and changes nothing. */
        record Nothing() implements Effect {}

        /** The record goes away. */
        record Removed() implements Effect {}

        /** The move is not possible from here. */
        record Refused(ErrorCode code) implements Effect {}
    }

    private record Cell(Standing from, Move move, boolean series) {}

    private static final Effect NOTHING = new Effect.Nothing();
    private static final Effect WAIT_FOR_PERSON = new Effect.To(suspended(PERSON));
    private static final Map<Cell, Effect> TABLE = new LinkedHashMap<>();

    static {
        on(Move.CLAIM, READY, IN_PROGRESS);

        for (Standing running : List.of(IN_PROGRESS, pausing(PAUSED), pausing(POSTPONED), CANCELING)) {
            // A handler that ran to its end is recorded as what it did, whatever was asked meanwhile.
            on(Move.SUCCEED, running, SUCCEEDED);
            on(Move.FAIL, running, FAILED);
            on(Move.STOP, running, CANCELED);
        }
        unfinished(Move.RETRY, suspended(RETRY));
        unfinished(Move.SUSPEND, suspended(PERSON));
        unfinished(Move.AWAIT, suspended(EVENT));
        unfinished(Move.CHECKPOINT, suspended(CHECKPOINT));
        unfinished(Move.RELEASE, READY);
        unfinished(Move.RESCUE, READY);

        // A wait for an event may have an end; without one it has no date and time never finds it.
        for (Cause timed : List.of(RETRY, POSTPONED, EVENT, CHECKPOINT)) {
            on(Move.WAKE, suspended(timed), READY);
        }
        on(Move.SIGNAL, suspended(EVENT), READY);

        for (Cause cause : List.of(RETRY, POSTPONED, PAUSED, EVENT, PERSON, CHECKPOINT)) {
            if (cause != PAUSED) {
                on(Move.PAUSE, suspended(cause), suspended(PAUSED));
            }
            on(Move.POSTPONE, suspended(cause), suspended(POSTPONED));
            on(Move.RESUME, suspended(cause), READY);
            on(Move.CANCEL, suspended(cause), CANCELED);
        }
        same(Move.PAUSE, suspended(PAUSED));
        on(Move.PAUSE, IN_PROGRESS, pausing(PAUSED));
        on(Move.PAUSE, pausing(POSTPONED), pausing(PAUSED));
        same(Move.PAUSE, pausing(PAUSED));

        on(Move.POSTPONE, READY, suspended(POSTPONED));
        on(Move.POSTPONE, IN_PROGRESS, pausing(POSTPONED));
        on(Move.POSTPONE, pausing(PAUSED), pausing(POSTPONED));
        on(Move.POSTPONE, pausing(POSTPONED), pausing(POSTPONED));

        on(Move.RESUME, pausing(PAUSED), IN_PROGRESS);
        on(Move.RESUME, pausing(POSTPONED), IN_PROGRESS);

        on(Move.CANCEL, READY, CANCELED);
        on(Move.CANCEL, IN_PROGRESS, CANCELING);
        on(Move.CANCEL, pausing(PAUSED), CANCELING);
        on(Move.CANCEL, pausing(POSTPONED), CANCELING);
        same(Move.CANCEL, CANCELING);
        same(Move.CANCEL, CANCELED);

        for (Standing ended : List.of(SUCCEEDED, FAILED, CANCELED)) {
            put(ended, Move.DELETE, false, new Effect.Removed());
        }

        series(Move.RECUR, suspended(SERIES), suspended(SERIES));
        series(Move.END_SERIES, suspended(SERIES), SUCCEEDED);
        series(Move.PAUSE, suspended(SERIES), suspended(PAUSED));
        series(Move.POSTPONE, suspended(SERIES), suspended(SERIES));
        series(Move.POSTPONE, suspended(PAUSED), suspended(SERIES));
        series(Move.RESUME, suspended(PAUSED), suspended(SERIES));
        // It ends a postponement: the rule's own next date stands again.
        series(Move.RESUME, suspended(SERIES), suspended(SERIES));
        for (Standing waiting : List.of(suspended(SERIES), suspended(PAUSED))) {
            series(Move.CANCEL, waiting, CANCELED);
            series(Move.RUN_NOW, waiting, waiting);
            series(Move.EDIT_RECURRENCE, waiting, waiting);
        }
        put(suspended(PAUSED), Move.PAUSE, true, NOTHING);
        put(CANCELED, Move.CANCEL, true, NOTHING);
        put(SUCCEEDED, Move.DELETE, true, new Effect.Removed());
        put(CANCELED, Move.DELETE, true, new Effect.Removed());
    }

    private Lifecycle() {}

    /** What the move does to an operation that is not a series and whose type is open to every move. */
    public static Effect effect(Standing from, Move move) {
        return effect(from, move, false, Capabilities.OPEN);
    }

    /**
     * What the move does. A type that is closed to the move refuses it from every standing, with its own code; a type
     * that cannot be resumed fails where another would wait for a person.
     */
    public static Effect effect(Standing from, Move move, boolean series, Capabilities capabilities) {
        var closed = capabilities.refusal(move);
        if (closed.isPresent()) {
            return new Effect.Refused(closed.get());
        }
        Effect effect = TABLE.get(new Cell(from, move, series));
        if (WAIT_FOR_PERSON.equals(effect) && !capabilities.canWaitForPerson()) {
            return new Effect.To(FAILED);
        }
        return effect != null ? effect : new Effect.Refused(refusal(move));
    }

    /** The listed changes of one move, in the order of the table. */
    public static Map<Standing, Standing> changes(Move move, boolean series) {
        Map<Standing, Standing> changes = new LinkedHashMap<>();
        TABLE.forEach((cell, effect) -> {
            if (cell.move() == move && cell.series() == series && effect instanceof Effect.To to) {
                changes.put(cell.from(), to.standing());
            }
        });
        return changes;
    }

    /** The code with which a move is refused from a standing the table does not list. */
    public static ErrorCode refusal(Move move) {
        return switch (move) {
            case CANCEL -> ErrorCode.INVALID_STATE_CHANGE_TO_COMPLETE;
            case RESUME -> ErrorCode.INVALID_STATE_CHANGE_TO_READY;
            case PAUSE, POSTPONE -> ErrorCode.INVALID_STATE_CHANGE_TO_SUSPENDED;
            case DELETE -> ErrorCode.CANNOT_DELETE_UNLESS_COMPLETED;
            case RUN_NOW, EDIT_RECURRENCE -> ErrorCode.CANNOT_UPDATE_NONRECURRING;
            case CLAIM,
                    SUCCEED,
                    FAIL,
                    STOP,
                    RETRY,
                    SUSPEND,
                    AWAIT,
                    CHECKPOINT,
                    RELEASE,
                    RESCUE,
                    WAKE,
                    SIGNAL,
                    RECUR,
                    END_SERIES -> ErrorCode.INVALID_STATE_CHANGE_UNEXPECTED;
        };
    }

    /** The standings a series can have. */
    public static List<Standing> seriesStandings() {
        return List.of(suspended(PAUSED), suspended(SERIES), SUCCEEDED, CANCELED);
    }

    /** An ending that is not final: a pause or a cancel asked for meanwhile wins. */
    private static void unfinished(Move move, Standing to) {
        on(move, IN_PROGRESS, to);
        on(move, pausing(PAUSED), suspended(PAUSED));
        on(move, pausing(POSTPONED), suspended(POSTPONED));
        on(move, CANCELING, CANCELED);
    }

    private static void on(Move move, Standing from, Standing to) {
        put(from, move, false, new Effect.To(to));
    }

    private static void same(Move move, Standing from) {
        put(from, move, false, NOTHING);
    }

    private static void series(Move move, Standing from, Standing to) {
        put(from, move, true, new Effect.To(to));
    }

    private static void put(Standing from, Move move, boolean series, Effect effect) {
        if (TABLE.put(new Cell(from, move, series), effect) != null) {
            throw new IllegalStateException("Listed twice: " + move + " from " + from);
        }
    }
}
