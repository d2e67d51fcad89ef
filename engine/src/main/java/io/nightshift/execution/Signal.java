package io.nightshift.execution;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** "Look again": any number of raises before a look count as one. Thread-safe. */
final class Signal {

    private final Semaphore raised = new Semaphore(0);

    void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /** Waits for a raise, at most the given time. */
    void await(long nanos) throws InterruptedException {
        if (raised.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            raised.drainPermits();
        }
    }
}
