package io.nightshift.operation;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an operation waits before it is tried again: {@code round(base * factor^(retryCount + 1))}, and after
 * {@code maxRetries} retries not at all (seed when-jobs-fail-suspend-or-retry; dynamics-facts 6.2).
 *
 * @param base more than zero
 * @param factor at least 1
 * @param maxRetries retries before an operation is suspended, 0 or more
 */
public record RetrySchedule(Duration base, double factor, int maxRetries) {

    /** 36, 43, 52, 62 and 75 seconds, then suspended. */
    public static final RetrySchedule STANDARD = new RetrySchedule(Duration.ofSeconds(30), 1.2, 5);

    /** The longest wait there is, whatever the settings. */
    public static final Duration LONGEST = Duration.ofDays(30);

    public RetrySchedule {
        if (base.isNegative() || base.isZero() || factor < 1 || Double.isNaN(factor) || maxRetries < 0) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A retry schedule needs a base above zero, a factor of at least 1 and"
                            + " zero or more retries; got base " + base + ", factor " + factor + ", retries "
                            + maxRetries + ".");
        }
    }

    /** The wait after the given number of retries already made, or empty when there is no further one. */
    public Optional<Duration> waitAfter(int retryCount) {
        if (retryCount >= maxRetries) {
            return Optional.empty();
        }
        double millis = base.toMillis() * Math.pow(factor, retryCount + 1d);
        if (millis >= LONGEST.toMillis()) {
            return Optional.of(LONGEST);
        }
        // Whole seconds as the original shows them, unless the base itself is finer than a few seconds.
        return Optional.of(
                base.compareTo(Duration.ofSeconds(5)) < 0
                        ? Duration.ofMillis(Math.round(millis))
                        : Duration.ofSeconds(Math.round(millis / 1000)));
    }
}
