package io.nightshift.execution;

import io.nightshift.queue.Bucket;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.Pending;
import io.nightshift.queue.Promotions;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Recurrences;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What must be done beside running operations, always on: pass lanes on, wake what is due, make occurrences, take over
 * from dead nodes, keep partitions ahead. One statement asks what there is to do.
 */
final class Chores {

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long HOUSEKEEPING_NANOS = TimeUnit.MINUTES.toNanos(10);
    /** What falls due sooner than the next beat may come has its own alarm. */
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * So many times as long as a full page of wakes took pass until the next one: what falls due together shall not take the
     * database from those who have nothing to do with it. When the database is busy its pages take longer, and so do the rests.
     */
    private static final int WAKE_REST = 2;

    private static final Duration A_DAY = Duration.ofDays(1);

    private final QueueStore store;
    private final Promotions promotions;
    private final Recurrences recurrences;
    private final Nodes nodes;
    private final ServiceListener listener;
    private final Pace pace;
    private final AtomicReference<@Nullable Pending> offered = new AtomicReference<>();
    private volatile Consumer<Bucket> ready = bucket -> {};
    private volatile Runnable wake = () -> {};
    private Promotions.SweepCursor laneSweep = Promotions.SweepCursor.START;
    private Promotions.SweepCursor limitSweep = Promotions.SweepCursor.START;
    private volatile long sweptNanos;
    private volatile long keptHouseNanos;
    /** When the next page is woken, while there is more; and whether there is. */
    private long wakeNanos;

    private boolean isMoreDue;

    Chores(QueueStore store, ServiceListener listener, Pace pace) {
        this.store = store;
        this.promotions = new Promotions(store);
        this.recurrences = new Recurrences(store);
        this.nodes = new Nodes(store);
        this.listener = listener;
        this.pace = pace;
        this.sweptNanos = store.clock().nanos();
        this.keptHouseNanos = store.clock().nanos();
    }

    /** Tells which bucket has something to claim now. */
    void onReady(Consumer<Bucket> callback) {
        ready = callback;
    }

    /** Called when {@link #tick} has something to do before its time. */
    void onWake(Runnable callback) {
        wake = callback;
    }

    /** Takes what somebody else has found to be done. */
    void offer(Pending pending) {
        long now = store.clock().nanos();
        Instant nextDue = pending.nextDue();
        boolean isDue = pending.any()
                || (nextDue != null && untilNanos(nextDue) < BEAT_NANOS)
                || (pending.anyInLine() && now - sweptNanos >= SWEEP_NANOS)
                || now - keptHouseNanos >= HOUSEKEEPING_NANOS;
        if (isDue) {
            offered.set(pending);
            wake.run();
        }
    }

    /** Something has changed since anybody looked. */
    void ask() {
        offered.set(null);
        wake.run();
    }

    /** One turn; comes again at once when there was a full page of something. */
    long tick() throws SQLException {
        Pending known = offered.getAndSet(null);
        Pending pending = known != null ? known : promotions.pending();
        if (pending.any()) {
            pace.worked();
        }
        long now = store.clock().nanos();
        Turn turn = new Turn();
        turn.doIf(pending.laneNotes(), () -> tell(promotions.promote()));
        turn.doIf(pending.eventNotes(), () -> tell(promotions.signal()));
        turn.doIf(pending.due() && (!isMoreDue || now - wakeNanos >= 0), this::wake);
        turn.doIf(pending.dueSeries(), () -> recurrences.recur() > 0);
        turn.doIf(pending.deadNodes(), this::rescue);
        turn.doIf(pending.anyInLine() && now - sweptNanos >= SWEEP_NANOS, () -> {
            sweptNanos = now;
            laneSweep = promotions.sweepLanes(laneSweep);
            limitSweep = promotions.sweepLimits(limitSweep);
            return false;
        });
        turn.doIf(now - keptHouseNanos >= HOUSEKEEPING_NANOS, () -> {
            keptHouseNanos = now;
            store.partitions().prepare(store.clock().now());
            promotions.expireKeys();
            return false;
        });
        if (turn.end()) {
            return 0;
        }
        if (isMoreDue) {
            return Math.max(0, wakeNanos - store.clock().nanos());
        }
        Instant nextDue = pending.nextDue();
        return nextDue == null ? pace.pauseNanos() : Math.min(pace.pauseNanos(), Math.max(0, untilNanos(nextDue)));
    }

    private long untilNanos(Instant due) {
        Duration left = Duration.between(store.clock().now(), due);
        return left.compareTo(A_DAY) > 0 ? A_DAY.toNanos() : left.toNanos();
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

    /** Wakes a page; the next one comes after a rest, in which other chores may have their turns. */
    private boolean wake() throws SQLException {
        isMoreDue = false;
        long begun = store.clock().nanos();
        Promotions.Page page = promotions.wake();
        long ended = store.clock().nanos();
        isMoreDue = page.isFull();
        wakeNanos = ended + Math.min(WAKE_REST * (ended - begun), pace.lookNanos());
        tell(page);
        return false;
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
