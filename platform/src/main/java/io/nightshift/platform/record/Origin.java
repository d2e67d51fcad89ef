package io.nightshift.platform.record;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What led to a request. Everything that follows from a person's or program's first request carries its correlation, so
 * that a chain that feeds itself is found by its depth (seed execute-async; facts 8).
 *
 * @param initiatingUserId who sent the request, which may run as somebody else
 * @param correlationId the same for everything that follows from the first request
 * @param depth 1 for the first request, one more for each that a step or an operation of it sends
 * @param operationId the operation that sends the request, or null
 */
public record Origin(
        UUID initiatingUserId,
        UUID correlationId,
        int depth,
        @Nullable UUID operationId) {

    /** A request that nothing led to. */
    public static Origin first(UUID userId, UUID correlationId) {
        return new Origin(userId, correlationId, 1, null);
    }

    /** What leads to the requests that code sends while this one is carried out. */
    public Origin deeper() {
        return new Origin(initiatingUserId, correlationId, depth + 1, operationId);
    }
}
