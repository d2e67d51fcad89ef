package io.nightshift.queue;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded about a claim: the move, where it leads when nothing else was asked meanwhile, and what belongs
 * to it. A pause or a cancel that came meanwhile changes where it leads ({@link io.nightshift.operation.Lifecycle}).
 *
 * @param to where the move leads from In Progress
 * @param retries added to the retry count
 * @param losses added to the loss count
 * @param startedOn when the handler was started; null when it never was, so that the attempt does not count
 */
public record Settlement(
        Claim claim,
        Move move,
        Standing to,
        @Nullable Instant postponeUntil,
        int retries,
        int losses,
        @Nullable Instant startedOn,
        @Nullable Integer errorCode,
        @Nullable String message,
        @Nullable String result,
        @Nullable String eventKey) {

    public static Settlement succeeded(Claim claim, @Nullable String result) {
        return new Settlement(claim, Move.SUCCEED, Standing.SUCCEEDED, null, 0, 0, null, null, null, result, null);
    }

    public static Settlement failed(Claim claim, int errorCode, String message) {
        return new Settlement(claim, Move.FAIL, Standing.FAILED, null, 0, 0, null, errorCode, message, null, null);
    }

    public static Settlement canceled(Claim claim, @Nullable String message) {
        return new Settlement(claim, Move.STOP, Standing.CANCELED, null, 0, 0, null, null, message, null, null);
    }

    /** Goes to a suspended standing. */
    public static Settlement suspended(Claim claim, Move move, Standing to, @Nullable Instant until, Error error) {
        int retries = move == Move.RETRY ? 1 : 0;
        return new Settlement(claim, move, to, until, retries, 0, null, error.code(), error.message(), null, null);
    }

    /** Waits for an event, or until a time when there is one, whichever comes first. */
    public static Settlement awaiting(Claim claim, String eventKey, @Nullable Instant until) {
        Standing to = Standing.suspended(io.nightshift.operation.Cause.EVENT);
        return new Settlement(claim, Move.AWAIT, to, until, 0, 0, null, null, null, null, eventKey);
    }

    /** Given back; it counts neither as a retry nor as a loss. */
    public static Settlement released(Claim claim) {
        return new Settlement(claim, Move.RELEASE, Standing.READY, null, 0, 0, null, null, null, null, null);
    }

    /** An error as it is shown on the operation. */
    public record Error(@Nullable Integer code, @Nullable String message) {
        public static final Error NONE = new Error(null, null);

        public static Error of(ErrorCode code, String message) {
            return new Error(code.code(), message);
        }
    }

    /** The same for a handler that was started then. */
    public Settlement startedOn(@Nullable Instant time) {
        return new Settlement(
                claim, move, to, postponeUntil, retries, losses, time, errorCode, message, result, eventKey);
    }

    boolean ends() {
        return to.status().isFinal();
    }
}
