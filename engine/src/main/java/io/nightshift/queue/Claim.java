package io.nightshift.queue;

import io.nightshift.operation.OperationType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation that a node holds, with the number that proves it: every write about it names the number, and finds
 * nothing when the operation has been taken away since.
 *
 * @param attempt how often its handler was started, with the start that this claim leads to
 * @param data null when there is none or when it is large; read it with {@link Claims#data}
 */
public record Claim(
        int organization,
        UUID id,
        int claimNumber,
        long sequence,
        OperationType type,
        int priorityClass,
        String messageName,
        String name,
        @Nullable String data,
        boolean hasLargeData,
        @Nullable String token,
        @Nullable String limitKey,
        int retryCount,
        int attempt,
        int lossCount,
        int kept,
        Instant createdOn,
        int depth,
        @Nullable String checkpoint,
        @Nullable String eventKey,
        @Nullable Long eventSeen,
        @Nullable UUID ownerId,
        @Nullable UUID parentId,
        @Nullable UUID correlationId,
        @Nullable UUID regardingId,
        @Nullable String regardingType) {

    /** After so many losses it runs alone on its node, so that a further one has only one possible reason. */
    public static final int LOSSES_BEFORE_QUARANTINE = 2;

    /** Whether nothing may run beside it. */
    public boolean isQuarantined() {
        return lossCount >= LOSSES_BEFORE_QUARANTINE;
    }

    /** The bucket it was claimed from. */
    public Bucket bucket() {
        return new Bucket(organization, priorityClass, type.code(), messageName);
    }
}
