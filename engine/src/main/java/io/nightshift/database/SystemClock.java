package io.nightshift.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time of the database, sampled now and then and carried on by the monotonic clock of this machine. So all nodes
 * agree about what is due, however wrong the wall clocks of their machines are. Thread-safe.
 */
public final class SystemClock implements ServiceClock {

    private record Sample(Instant time, long nanos) {}

    private volatile Sample sample = new Sample(Instant.now(), System.nanoTime());
    private Instant last = Instant.EPOCH;

    /** Tells the time of the database; {@code before} and {@code after} are {@link #nanos()} around the question. */
    public void sampled(Instant databaseTime, long before, long after) {
        sample = new Sample(databaseTime, before + (after - before) / 2);
    }

    @Override
    public synchronized Instant now() {
        Sample from = sample;
        // PostgreSQL keeps microseconds: a finer value would not come back as it was written.
        Instant now = from.time().plusNanos(System.nanoTime() - from.nanos()).truncatedTo(ChronoUnit.MICROS);
        if (now.isBefore(last)) {
            return last;
        }
        last = now;
        return now;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
