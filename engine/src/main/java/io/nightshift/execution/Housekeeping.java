package io.nightshift.execution;

import io.nightshift.queue.BulkHolds;
import io.nightshift.queue.Counters;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Retention;
import io.nightshift.queue.RetentionTimes;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** What has time: nobody waits for it, and it may take long without holding up a wake or a promotion. */
final class Housekeeping {

    /** Reading adds up what is not folded yet, so that folding has time. */
    private static final long FOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long FOLD_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long RETENTION_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final QueueStore store;
    private final Counters counters;
    private final Retention retention;
    private final BulkHolds bulkHolds;
    private long retainedNanos;
    private long sweptNanos;

    Housekeeping(QueueStore store, RetentionTimes times) {
        this.store = store;
        this.counters = new Counters(store);
        this.bulkHolds = new BulkHolds(store);
        this.retention = new Retention(store, times);
        this.sweptNanos = store.clock().nanos();
        // Soon after the start, but not among all that a start has to do.
        this.retainedNanos = store.clock().nanos() - RETENTION_NANOS + TimeUnit.MINUTES.toNanos(1);
    }

    /** One turn; the nanoseconds until the next. */
    long tick() throws SQLException {
        boolean folded = counters.fold() > 0;
        long now = store.clock().nanos();
        if (now - sweptNanos >= FOLD_IDLE_NANOS) {
            sweptNanos = now;
            bulkHolds.sweep();
        }
        if (now - retainedNanos >= RETENTION_NANOS) {
            retainedNanos = now;
            retention.tick();
        }
        return folded ? FOLD_NANOS : FOLD_IDLE_NANOS;
    }
}
