package io.nightshift.execution;

import io.nightshift.queue.BulkHolds;
import io.nightshift.queue.Counters;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Retention;
import io.nightshift.queue.RetentionTimes;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What has time: nobody waits for it, and it may take long without holding up a wake or a promotion. */
final class Housekeeping {

    /** Reading adds up what is not folded yet, so that folding has time. */
    private static final long FOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long RETENTION_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final QueueStore store;
    private final Counters counters;
    private final Retention retention;
    private final BulkHolds bulkHolds;
    private final BooleanSupplier isBusy;
    private final BooleanSupplier isAnyHeld;
    private volatile boolean hasDeltas = true;
    private long retainedNanos;
    private long sweptNanos;

    /**
     * @param isBusy whether this node works, so that nobody looks for it whether there is something to fold
     * @param isAnyHeld whether anything is held, as far as this node knows
     */
    Housekeeping(QueueStore store, RetentionTimes times, BooleanSupplier isBusy, BooleanSupplier isAnyHeld) {
        this.store = store;
        this.counters = new Counters(store);
        this.bulkHolds = new BulkHolds(store);
        this.retention = new Retention(store, times);
        this.isBusy = isBusy;
        this.isAnyHeld = isAnyHeld;
        this.sweptNanos = store.clock().nanos();
        // Soon after the start, but not among all that a start has to do.
        this.retainedNanos = store.clock().nanos() - RETENTION_NANOS + TimeUnit.MINUTES.toNanos(3);
    }

    /** What somebody else has seen: whether there is something to fold. */
    void offer(boolean deltas) {
        hasDeltas = deltas;
    }

    /** One turn; the nanoseconds until the next. An idle node that has nothing to do asks nothing here. */
    long tick() throws SQLException {
        boolean folded = (hasDeltas || isBusy.getAsBoolean()) && counters.fold() > 0;
        hasDeltas = folded;
        long now = store.clock().nanos();
        if (isAnyHeld.getAsBoolean() && now - sweptNanos >= REST_NANOS) {
            sweptNanos = now;
            bulkHolds.sweep();
        }
        if (now - retainedNanos >= RETENTION_NANOS) {
            retainedNanos = now;
            retention.tick();
        }
        return folded ? FOLD_NANOS : REST_NANOS;
    }
}
