package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the lease is over: stop everything, give the incarnation up, begin a new one when the database answers.
 * Whichever thread sees it first does it; the others go on looking. Thread-safe.
 */
final class Fence {

    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

    private final Lease lease;
    private final Slots slots;
    private final ServiceClock clock;
    private final ServiceListener listener;
    private final String nodeName;
    private final AtomicBoolean fencing = new AtomicBoolean();
    private volatile boolean leaseLostTold;
    private volatile boolean draining;

    Fence(ServiceParts parts, Lease lease, Slots slots) {
        this.lease = lease;
        this.slots = slots;
        this.clock = parts.store().clock();
        this.listener = parts.listener();
        this.nodeName = parts.settings().nodeName();
    }

    /** From now on no new incarnation begins. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Handlers have what is left until others may take over to come to their end; only then is the incarnation given up. */
    void fence() {
        if (draining || !fencing.compareAndSet(false, true)) {
            return;
        }
        try {
            if (lease.isHeld()) {
                return; // another thread has just begun a new incarnation
            }
            long left = lease.leftNanos();
            lease.lose();
            slots.withdrawAll();
            slots.running().forEach(run -> run.stop(StopReason.LEASE_LOST, true));
            if (!leaseLostTold) {
                leaseLostTold = true;
                LOG.warn("The node {} lost its lease and stops what it runs.", nodeName);
                listener.leaseLost();
            }
            awaitIdle(Duration.ofNanos(left));
            lease.end();
            // What has not ended by now may never end; the new incarnation has all its slots.
            slots.running().forEach(slots::leak);
            if (draining) {
                return; // closed meanwhile: nobody would renew a further incarnation
            }
            lease.register();
            leaseLostTold = false;
            LOG.info("The node {} has a new lease.", nodeName);
        } catch (SQLException e) {
            LOG.debug("The database does not answer yet", e);
        } finally {
            fencing.set(false);
        }
    }

    /** Waits until nothing runs or waits for a slot, at most the given time. */
    void awaitIdle(Duration limit) {
        long end = clock.nanos() + limit.toNanos();
        while (!slots.isIdle() && clock.nanos() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
