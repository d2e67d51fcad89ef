package io.nightshift.execution;

import io.nightshift.queue.Counters;
import io.nightshift.queue.QueueStore;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** What has time: nobody waits for it, and it may take long without holding up a wake or a promotion. */
final class Housekeeping {

    /** Reading adds up what is not folded yet, so that folding has time. */
    private static final long FOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long FOLD_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Counters counters;

    Housekeeping(QueueStore store) {
        this.counters = new Counters(store);
    }

    /** One turn; the nanoseconds until the next. */
    long tick() throws SQLException {
        return counters.fold() > 0 ? FOLD_NANOS : FOLD_IDLE_NANOS;
    }
}
