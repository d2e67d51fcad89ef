package io.nightshift.database;

import java.time.Instant;

/**
 * The one source of time. Every due date is compared with {@link #now()}, every lease is watched with {@link #nanos()};
 * tests replace both. Thread-safe.
 */
public interface ServiceClock {

    /** The time of the database, as well as it is known here; never goes backwards. */
    Instant now();

    /** A time that only grows and that no clock change touches, in nanoseconds; only differences mean something. */
    long nanos();
}
