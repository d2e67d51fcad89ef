package io.nightshift.execution;

import io.nightshift.queue.Bucket;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.Promotions;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Recurrences;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What must be done beside running operations, always on: pass lanes on, wake what is due, make occurrences, take over
 * from dead nodes, keep partitions ahead. One statement asks what there is to do.
 */
final class Chores {

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long HOUSEKEEPING_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final QueueStore store;
    private final Promotions promotions;
    private final Recurrences recurrences;
    private final Nodes nodes;
    private final ServiceListener listener;
    private final long pollNanos;
    private volatile Consumer<Bucket> ready = bucket -> {};
    private Promotions.SweepCursor sweep = Promotions.SweepCursor.START;
    private long sweptNanos;
    private long keptHouseNanos;

    Chores(QueueStore store, ServiceListener listener, Duration poll) {
        this.store = store;
        this.promotions = new Promotions(store);
        this.recurrences = new Recurrences(store);
        this.nodes = new Nodes(store);
        this.listener = listener;
        this.pollNanos = poll.toNanos();
        this.sweptNanos = store.clock().nanos();
        this.keptHouseNanos = store.clock().nanos();
    }

    /** Tells which bucket has something to claim now. */
    void onReady(Consumer<Bucket> callback) {
        ready = callback;
    }

    /** One turn; comes again at once when there was a full page of something. */
    long tick() throws SQLException {
        Promotions.Pending pending = promotions.pending();
        boolean more = false;
        if (pending.laneNotes()) {
            more |= tell(promotions.promoteLanes());
        }
        if (pending.eventNotes()) {
            more |= tell(promotions.signal());
        }
        if (pending.due()) {
            more |= tell(promotions.wake());
        }
        if (pending.dueSeries()) {
            more |= recurrences.recur() > 0;
        }
        if (pending.deadNodes()) {
            more |= rescue();
        }
        long now = store.clock().nanos();
        if (now - sweptNanos >= SWEEP_NANOS) {
            sweep = promotions.sweepLanes(sweep);
            sweptNanos = now;
        }
        if (now - keptHouseNanos >= HOUSEKEEPING_NANOS) {
            store.partitions().prepare(store.clock().now());
            promotions.expireKeys();
            keptHouseNanos = now;
        }
        return more ? 0 : pollNanos;
    }

    private boolean rescue() throws SQLException {
        Nodes.Rescued rescued = nodes.rescue();
        if (!rescued.ids().isEmpty()) {
            listener.rescued(rescued.ids().size());
        }
        rescued.ready().forEach(ready);
        return rescued.isFull();
    }

    private boolean tell(Promotions.Page page) {
        List<Bucket> buckets = page.ready().stream().distinct().toList();
        buckets.forEach(ready);
        return page.isFull();
    }
}
