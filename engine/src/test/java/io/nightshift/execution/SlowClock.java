package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import java.time.Instant;

/**
 * A thousand times as slow as others: what a node measures has taken next to no time, and it loses patience with nothing,
 * however busy the machine is. Due dates go by the real time.
 */
final class SlowClock implements ServiceClock {

    private final ServiceClock due = new SystemClock();

    @Override
    public Instant now() {
        return due.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime() / 1000;
    }
}
