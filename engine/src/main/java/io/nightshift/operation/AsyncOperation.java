package io.nightshift.operation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it stands in the database, live or finished (Dynamics entity {@code asyncoperation}).
 *
 * @param sequence the order of enqueue
 * @param retryCount retries since the last resume
 * @param attempt how often its handler was started
 * @param postponeUntil when it runs again by itself; {@link #NEVER} when a person must resume it
 * @param hostId the name of the node that holds it or held it last
 * @param progress 0 to 100, or null when the handler reports none
 * @param errorCode the code of the last error; null when there was none
 * @param series whether it is the parent of a recurring series
 * @param holdsLane whether it has a slot of its lane: it is the one that may run, or was claimed to run after that one
 * @param limit of how many with the same key may run at the same time; null for no limit
 * @param holdsLimit whether it has one of the places of its limit key
 */
public record AsyncOperation(
        UUID id,
        String organization,
        long sequence,
        String name,
        OperationType type,
        @Nullable String messageName,
        Standing standing,
        int retryCount,
        int attempt,
        @Nullable Instant postponeUntil,
        @Nullable String token,
        boolean holdsLane,
        @Nullable LimitKey limit,
        boolean holdsLimit,
        Instant createdOn,
        @Nullable Instant startedOn,
        @Nullable Instant completedOn,
        @Nullable String hostId,
        @Nullable Integer progress,
        @Nullable String progressText,
        @Nullable Integer errorCode,
        @Nullable String message,
        @Nullable String eventKey,
        boolean series,
        @Nullable UUID parentId,
        @Nullable UUID ownerId,
        @Nullable String regardingType,
        @Nullable UUID regardingId,
        @Nullable UUID correlationId,
        int depth) {

    /** The largest time of Dynamics: "waits until a person resumes it". */
    public static final Instant NEVER = Instant.parse("9999-12-30T23:59:59Z");

    public StateCode state() {
        return standing.state();
    }

    public StatusCode status() {
        return standing.status();
    }

    public @Nullable Cause cause() {
        return standing.cause();
    }

    public boolean isCompleted() {
        return standing.status().isFinal();
    }
}
