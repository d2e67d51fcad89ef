package io.nightshift.queue;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Kept;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what has ended is kept, counted from the end of the day on which it ended, in UTC. What is kept for ever is not
 * touched.
 *
 * @param shortTime of {@link Kept#SHORT}; at least a day
 * @param longTime of {@link Kept#LONG}; at least a day
 */
public record RetentionTimes(Duration shortTime, Duration longTime) {

    /** 7 and 90 days. */
    public static final RetentionTimes DEFAULT = new RetentionTimes(Duration.ofDays(7), Duration.ofDays(90));

    public RetentionTimes {
        if (shortTime.compareTo(Duration.ofDays(1)) < 0 || longTime.compareTo(Duration.ofDays(1)) < 0) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "What has ended is kept for at least a day; got " + shortTime + " and " + longTime + ".");
        }
    }

    /** Null for ever. */
    @Nullable
    Duration of(int kept) {
        return switch (Kept.of(kept)) {
            case SHORT -> shortTime;
            case LONG -> longTime;
            case FOR_EVER -> null;
        };
    }
}
