package io.nightshift.operation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of an {@link Operation}; mutable only while a copy is being made. */
final class OperationFields implements Cloneable {
    OperationType type = OperationType.CUSTOM;
    String name = "";

    @Nullable
    String messageName;

    @Nullable
    String data;

    @Nullable
    String token;

    @Nullable
    LimitKey limit;

    @Nullable
    Instant postponeUntil;

    @Nullable
    String organization;

    @Nullable
    UUID ownerId;

    @Nullable
    String regardingType;

    @Nullable
    UUID regardingId;

    @Nullable
    UUID parentId;

    @Nullable
    UUID correlationId;

    int depth;
    PriorityClass priorityClass = PriorityClass.REGULAR;

    @Nullable
    UUID id;

    @Nullable
    String key;

    Operation.OnDuplicate onDuplicate = Operation.OnDuplicate.RETURN;

    @Nullable
    Recurrence recurrence;

    Kept kept = Kept.LONG;

    OperationFields copy() {
        try {
            return (OperationFields) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
