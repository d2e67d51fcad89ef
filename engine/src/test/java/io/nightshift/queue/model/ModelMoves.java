package io.nightshift.queue.model;

import static io.nightshift.operation.Cause.PAUSED;
import static io.nightshift.operation.Cause.POSTPONED;
import static io.nightshift.operation.Cause.SERIES;
import static io.nightshift.operation.StatusCode.CANCELED;
import static io.nightshift.operation.StatusCode.CANCELING;
import static io.nightshift.operation.StatusCode.IN_PROGRESS;
import static io.nightshift.operation.StatusCode.PAUSING;
import static io.nightshift.operation.StatusCode.WAITING;
import static io.nightshift.operation.StatusCode.WAITING_FOR_RESOURCES;

import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StatusCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a user's move does, read from the table of the contract and written down a second time. */
final class ModelMoves {

    private static final Set<OperationType> PROTECTED = Set.of(
            OperationType.SQM_DATA_COLLECTION,
            OperationType.COLLECT_ORGANIZATION_STATISTICS,
            OperationType.CALCULATE_ORGANIZATION_STORAGE_SIZE,
            OperationType.COLLECT_ORGANIZATION_DATABASE_STATISTICS,
            OperationType.COLLECTION_ORGANIZATION_SIZE_STATISTICS,
            OperationType.CALCULATE_ORGANIZATION_MAXIMUM_STORAGE_SIZE,
            OperationType.UPDATE_STATISTIC_INTERVALS,
            OperationType.ORGANIZATION_FULL_TEXT_CATALOG_INDEX,
            OperationType.UPDATE_CONTRACT_STATES,
            OperationType.STORAGE_LIMIT_NOTIFICATION);
    private static final Set<OperationType> ROLLUP =
            Set.of(OperationType.CALCULATE_ROLLUP_FIELD, OperationType.MASS_CALCULATE_ROLLUP_FIELD);

    /** What becomes of a move. */
    sealed interface Verdict {
        record Moved(StatusCode status, @Nullable Cause cause) implements Verdict {}

        record Unchanged() implements Verdict {}

        record Deleted() implements Verdict {}

        record Refused(ErrorCode code) implements Verdict {}
    }

    private static final Verdict SAME = new Verdict.Unchanged();

    private ModelMoves() {}

    static boolean canWaitForPerson(OperationType type) {
        return !PROTECTED.contains(type);
    }

    static Verdict verdict(ModelOperation operation, Move move) {
        ErrorCode closed = closed(operation.request.type(), move);
        if (closed != null) {
            return new Verdict.Refused(closed);
        }
        if (move == Move.DELETE) {
            return operation.isLive() ? refused(move) : new Verdict.Deleted();
        }
        if (!operation.isLive()) {
            return move == Move.CANCEL && operation.status == CANCELED ? SAME : refused(move);
        }
        return operation.isSeries() ? series(operation, move) : ordinary(operation, move);
    }

    private static Verdict ordinary(ModelOperation operation, Move move) {
        StatusCode status = operation.status;
        boolean waits = status == WAITING;
        boolean pausing = status == PAUSING;
        return switch (move) {
            case PAUSE ->
                (waits || pausing) && operation.cause == PAUSED
                        ? SAME
                        : waits
                                ? moved(WAITING, PAUSED)
                                : pausing || status == IN_PROGRESS ? moved(PAUSING, PAUSED) : refused(move);
            case POSTPONE ->
                waits || status == WAITING_FOR_RESOURCES
                        ? moved(WAITING, POSTPONED)
                        : pausing || status == IN_PROGRESS ? moved(PAUSING, POSTPONED) : refused(move);
            case RESUME ->
                waits ? moved(WAITING_FOR_RESOURCES, null) : pausing ? moved(IN_PROGRESS, null) : refused(move);
            case CANCEL ->
                waits || status == WAITING_FOR_RESOURCES
                        ? moved(CANCELED, null)
                        : status == CANCELING ? SAME : moved(CANCELING, null);
            default -> throw new IllegalArgumentException(move + " is not a user's move");
        };
    }

    private static Verdict series(ModelOperation series, Move move) {
        boolean paused = series.cause == PAUSED;
        return switch (move) {
            case PAUSE -> paused ? SAME : moved(WAITING, PAUSED);
            case POSTPONE -> moved(WAITING, SERIES);
            case RESUME -> moved(WAITING, SERIES);
            case CANCEL -> moved(CANCELED, null);
            default -> throw new IllegalArgumentException(move + " is not a user's move");
        };
    }

    private static @Nullable ErrorCode closed(OperationType type, Move move) {
        if (PROTECTED.contains(type)) {
            return switch (move) {
                case CANCEL -> ErrorCode.CANNOT_CANCEL;
                case PAUSE -> ErrorCode.CANNOT_PAUSE;
                case RESUME -> ErrorCode.INVALID_STATE_CHANGE_TO_READY;
                default -> null;
            };
        }
        return ROLLUP.contains(type) && (move == Move.CANCEL || move == Move.DELETE)
                ? ErrorCode.CANNOT_DELETE_OR_CANCEL_SYSTEM_JOBS
                : null;
    }

    private static Verdict moved(StatusCode status, @Nullable Cause cause) {
        return new Verdict.Moved(status, cause);
    }

    private static Verdict refused(Move move) {
        return new Verdict.Refused(
                switch (move) {
                    case CANCEL -> ErrorCode.INVALID_STATE_CHANGE_TO_COMPLETE;
                    case RESUME -> ErrorCode.INVALID_STATE_CHANGE_TO_READY;
                    case DELETE -> ErrorCode.CANNOT_DELETE_UNLESS_COMPLETED;
                    default -> ErrorCode.INVALID_STATE_CHANGE_TO_SUSPENDED;
                });
    }
}
