package io.nightshift.queue;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Lifecycle.Effect;
import io.nightshift.operation.Move;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a user's move on one operation.
 *
 * @param standing where the operation stands now; null when it is unknown or gone
 * @param refusal why nothing was done; null unless the kind is REFUSED
 */
public record MoveResult(
        UUID id,
        Kind kind,
        @Nullable Standing standing,
        @Nullable ServiceFault refusal) {

    /** What became of a move. */
    public enum Kind {
        MOVED,
        /** The command was carried out before. */
        UNCHANGED,
        DELETED,
        REFUSED
    }

    static MoveResult of(UUID id, Standing from, Move move, Effect effect) {
        return switch (effect) {
            case Effect.To to -> new MoveResult(id, Kind.MOVED, to.standing(), null);
            case Effect.Nothing nothing -> new MoveResult(id, Kind.UNCHANGED, from, null);
            case Effect.Removed removed -> new MoveResult(id, Kind.DELETED, null, null);
            case Effect.Refused refused ->
                new MoveResult(id, Kind.REFUSED, from, refused.code().fault(refusal(id, from, move, refused.code())));
        };
    }

    static MoveResult unknown(UUID id) {
        return new MoveResult(
                id,
                Kind.REFUSED,
                null,
                ErrorCode.OBJECT_DOES_NOT_EXIST.fault("There is no operation " + id + " in this organization."));
    }

    /** This result, or its refusal thrown. */
    public MoveResult orThrow() {
        if (refusal != null) {
            throw refusal;
        }
        return this;
    }

    private static String refusal(UUID id, Standing from, Move move, ErrorCode code) {
        String what = "Operation " + id + " cannot be " + pastTense(move) + ": ";
        String why = switch (code) {
            case CANNOT_CANCEL, CANNOT_PAUSE, CANNOT_DELETE_OR_CANCEL_SYSTEM_JOBS ->
                "its type is a system job that does not allow it.";
            case CANNOT_UPDATE_NONRECURRING ->
                from.status().isFinal() ? "it has ended, or never recurred." : "it does not recur.";
            default -> "it is " + from + ". " + advice(from, move);
        };
        return what + why;
    }

    private static String advice(Standing from, Move move) {
        return switch (move) {
            case PAUSE -> from.equals(Standing.READY) ? "Postpone it instead." : "";
            case DELETE -> "Only a completed operation can be deleted; cancel it first.";
            case CANCEL, RESUME, POSTPONE -> from.status().isFinal() ? "It has ended; run it again instead." : "";
            default -> "";
        };
    }

    private static String pastTense(Move move) {
        return switch (move) {
            case CANCEL -> "canceled";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case POSTPONE -> "postponed";
            case DELETE -> "deleted";
            case RUN_NOW -> "run now";
            case EDIT_RECURRENCE -> "rescheduled";
            default -> move.label();
        };
    }
}
