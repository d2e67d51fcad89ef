package io.nightshift.platform.record;

import io.nightshift.sdk.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What led to a request. Everything that follows from a person's or program's first request carries its correlation, so
 * that a chain that feeds itself is found by its depth (seed when-jobs-fail; facts 8.4).
 *
 * @param initiatingUserId who sent the request, which may run as somebody else
 * @param correlationId the same for everything that follows from the first request
 * @param depth 1 for the first request, one more for each that a step or an operation of it sends
 * @param operationId the operation that sends the request, or null
 * @param correlationUpdatedTime when the chain got its latest link: the first request, or the enqueue of the operation
 *     that sends this one
 */
public record Origin(
        UUID initiatingUserId,
        UUID correlationId,
        int depth,
        @Nullable UUID operationId,
        Instant correlationUpdatedTime) {

    /** The deepest request of a chain. */
    public static final int MOST_DEPTH = 8;

    /** A chain that rests as long as this is none: its depth begins anew. */
    private static final Duration REST = Duration.ofHours(1);

    /** A request that nothing led to. */
    public static Origin first(UUID userId, UUID correlationId, Instant now) {
        return new Origin(userId, correlationId, 1, null, now);
    }

    /**
     * What leads to the requests that an operation sends, which an event at this depth caused.
     *
     * @param depth that of the request which caused the operation; 0 when no request did
     * @param createdOn when the operation was enqueued
     */
    public static Origin ofOperation(
            UUID initiatingUserId, UUID correlationId, int depth, UUID operationId, Instant createdOn) {
        return new Origin(initiatingUserId, correlationId, depth + 1, operationId, createdOn);
    }

    /** What leads to the requests that code sends while this one is carried out. */
    public Origin deeper() {
        return new Origin(initiatingUserId, correlationId, depth + 1, operationId, correlationUpdatedTime);
    }

    /** This, with the depth it has now: the guard against chains that feed themselves; 0x80044182 for one that is too deep. */
    public Origin guarded(Instant now) {
        if (depth > 1 && correlationUpdatedTime.plus(REST).isBefore(now)) {
            return new Origin(initiatingUserId, correlationId, 1, operationId, now);
        }
        if (depth <= MOST_DEPTH) {
            return this;
        }
        throw FaultCode.INFINITE_LOOP.fault("This request is at depth " + depth
                + " of a chain in which each led to the next"
                + " within an hour; " + MOST_DEPTH + " is the most. It looks like a loop of steps or workflows that"
                + " start each other: let them run only on the attributes they need.");
    }
}
