package io.nightshift.queue;

import io.nightshift.operation.Cause;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Standing;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request to enqueue with all that was worked out for it. */
record NewOperation(
        Operation operation,
        int organization,
        UUID id,
        Standing standing,
        @Nullable Instant postponeUntil) {

    boolean isSeries() {
        return operation.recurrence() != null;
    }

    /** Whether it is Ready and has no more than every operation has; most are so, and are added by shorter statements. */
    boolean isPlain() {
        Operation o = operation;
        return standing.equals(Standing.READY)
                && !isSeries()
                && o.token() == null
                && o.limit() == null
                && o.depth() == 0
                && !Payloads.isLarge(o.data())
                && o.ownerId() == null
                && o.parentId() == null
                && o.correlationId() == null
                && o.regardingId() == null
                && o.regardingType() == null;
    }

    /** The lane and the limit of a series are those of its occurrences; the parent itself never runs. */
    @Nullable
    String token() {
        return isSeries() ? null : operation.token();
    }

    @Nullable
    LimitKey limit() {
        return isSeries() ? null : operation.limit();
    }

    String messageName() {
        return Objects.requireNonNullElse(operation.messageName(), "");
    }

    @Nullable
    Integer causeCode() {
        Cause cause = standing.cause();
        return cause == null ? null : cause.code();
    }

    CallerKeys.@Nullable Key key() {
        String key = operation.key();
        UUID given = operation.id();
        String text = key != null ? "key:" + key : given != null ? "id:" + given : null;
        return text == null ? null : new CallerKeys.Key(organization, text);
    }
}
