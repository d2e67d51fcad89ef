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
import org.jspecify.annotations.Nullable;

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
        long now = store.clock().nanos();
        Turn turn = new Turn();
        turn.doIf(pending.laneNotes(), () -> tell(promotions.promoteLanes()));
        turn.doIf(pending.eventNotes(), () -> tell(promotions.signal()));
        turn.doIf(pending.due(), () -> tell(promotions.wake()));
        turn.doIf(pending.dueSeries(), () -> recurrences.recur() > 0);
        turn.doIf(pending.deadNodes(), this::rescue);
        turn.doIf(now - sweptNanos >= SWEEP_NANOS, () -> {
            sweptNanos = now;
            sweep = promotions.sweepLanes(sweep);
            return false;
        });
        turn.doIf(now - keptHouseNanos >= HOUSEKEEPING_NANOS, () -> {
            keptHouseNanos = now;
            store.partitions().prepare(store.clock().now());
            promotions.expireKeys();
            return false;
        });
        return turn.end() ? 0 : pollNanos;
    }

    /** One chore; true when there may be more of it at once. */
    private interface Chore {
        boolean run() throws SQLException;
    }

    /** One turn over all chores: one that fails does not keep the others from their turn. */
    private static final class Turn {
        private boolean more;
        private @Nullable Exception failure;

        void doIf(boolean isDue, Chore chore) {
            if (!isDue) {
                return;
            }
            try {
                more |= chore.run();
            } catch (SQLException | RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }

        /** Whether there is more to do; throws what the first failure was. */
        boolean end() throws SQLException {
            switch (failure) {
                case null -> {}
                case SQLException e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
            return more;
        }
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
