package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often one loop looks for work. While there is some, it looks by itself and often; when there has been none for a while,
 * it rests and the heartbeat looks for all loops at once. A loop that rests does not wake because another one is busy, so each
 * has a pace of its own. Thread-safe.
 */
final class Pace {

    private static final long SHORTEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Nothing depends on it: who rests is woken by the heartbeat. */
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final ServiceClock clock;
    private final long lookNanos;
    private volatile long workedNanos;

    Pace(ServiceClock clock, Duration poll) {
        this.clock = clock;
        this.lookNanos = Math.min(poll.toNanos(), LONGEST_LOOK_NANOS);
        this.workedNanos = clock.nanos() - BUSY_NANOS;
    }

    /** There was something to do just now. */
    void worked() {
        workedNanos = clock.nanos();
    }

    /** Whether the loops look by themselves. */
    boolean isBusy() {
        return clock.nanos() - workedNanos < BUSY_NANOS;
    }

    /** The time between two looks of a loop that looks by itself. */
    long lookNanos() {
        return lookNanos;
    }

    /**
     * The time from a look that found nothing to the next one: as long as it had been since there was something, so that a
     * steady stream is met by short looks, with or without hints, and the end of one costs a handful of looks.
     */
    long claimLookNanos(long lookedNanos) {
        return Math.min(lookNanos, Math.max(SHORTEST_LOOK_NANOS, lookedNanos - workedNanos));
    }

    /** How long a loop that has found nothing waits before it looks again by itself. */
    long pauseNanos() {
        return isBusy() ? lookNanos : REST_NANOS;
    }
}
