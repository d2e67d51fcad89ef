package io.nightshift.queue;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.PriorityClass;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to come of one bucket: the operations of an organization with the same class, type and message.
 *
 * @param ready how many could be claimed now; counting stops at {@link #CAP}
 * @param oldest when the first of them was created; null when there is none
 * @param perMinute how many ended in a minute, over the last five minutes; 0 when none did
 * @param toDrain how long those that are ready take at that rate, more when counting stopped; null when none ended of late
 */
public record Forecast(
        PriorityClass priorityClass,
        OperationType type,
        @Nullable String messageName,
        int ready,
        @Nullable Instant oldest,
        double perMinute,
        @Nullable Duration toDrain) {

    /** Counting stops here: "10,000+" tells a person as much. */
    public static final int CAP = 10_000;

    static Forecast of(Bucket bucket, int ready, @Nullable Instant oldest, double perMinute) {
        Duration toDrain = ready == 0
                ? Duration.ZERO
                : perMinute > 0 ? Duration.ofMillis((long) (ready * 60_000d / perMinute)) : null;
        return new Forecast(
                PriorityClass.of(bucket.priorityClass()),
                OperationType.stored(bucket.type()),
                bucket.messageName().isEmpty() ? null : bucket.messageName(),
                ready,
                oldest,
                perMinute,
                toDrain);
    }
}
