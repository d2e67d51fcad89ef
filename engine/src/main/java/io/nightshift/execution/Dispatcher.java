package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Fills free slots: keeps the few buckets that have something to claim and takes from them in turn. It never asks for what
 * this node cannot run.
 */
final class Dispatcher {

    private static final int MOST_BUCKETS = 64;
    private static final int MOST_UNRECORDED = 5000;

    private final Claims claims;
    private final Lease lease;
    private final OperationHandlers handlers;
    private final Slots slots;
    private final Completer completer;
    private final ServiceClock clock;
    private final long pollNanos;
    private final Deque<Bucket> buckets = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Bucket> hinted = new ConcurrentLinkedQueue<>();
    private volatile boolean draining;
    private long lookedNanos;

    Dispatcher(Claims claims, Lease lease, OperationHandlers handlers, Running running, Duration poll) {
        this.claims = claims;
        this.lease = lease;
        this.handlers = handlers;
        this.slots = running.slots();
        this.completer = running.completer();
        this.clock = running.clock();
        this.pollNanos = poll.toNanos();
    }

    /** What the dispatcher feeds. */
    record Running(Slots slots, Completer completer, ServiceClock clock) {}

    /** A bucket that has something to claim now, as somebody in this process knows. */
    void hint(Bucket bucket) {
        if (hinted.size() < MOST_BUCKETS) {
            hinted.add(bucket);
        }
    }

    void drain() {
        draining = true;
    }

    /** One claim, or a look for buckets when none is known. */
    long tick() throws SQLException {
        if (draining || !lease.isHeld()) {
            return pollNanos;
        }
        int room = slots.room();
        if (room <= 0 || completer.backlog() > MOST_UNRECORDED) {
            return pollNanos;
        }
        boolean looked = false;
        takeHints();
        if (buckets.isEmpty() || clock.nanos() - lookedNanos >= pollNanos) {
            // Also while a bucket is full: nobody hints at what other processes enqueue, and it must not wait for the
            // end.
            looked = buckets.isEmpty();
            lookedNanos = clock.nanos();
            claims.buckets().stream()
                    .filter(handlers::handles)
                    .filter(bucket -> !buckets.contains(bucket))
                    .forEach(buckets::addFirst);
            if (buckets.isEmpty()) {
                return pollNanos;
            }
        }
        int claimed = claim(room);
        // Nothing claimed although the buckets were looked up this very moment: other nodes were faster, or the rows
        // are
        // locked. Wait for the next hint rather than turn in a circle.
        return claimed == 0 && looked ? pollNanos : 0;
    }

    private int claim(int room) throws SQLException {
        Map<Bucket, Integer> wanted = new LinkedHashMap<>();
        int some = Math.min(Math.min(buckets.size(), MOST_BUCKETS), room);
        for (int i = 0; i < some; i++) {
            wanted.put(buckets.removeFirst(), (room + i) / some);
        }
        long node = lease.nodeId();
        List<Claim> claimed = claims.claim(node, wanted);
        Map<Bucket, Integer> got = new LinkedHashMap<>();
        for (Claim claim : claimed) {
            got.merge(claim.bucket(), 1, Integer::sum);
        }
        wanted.forEach((bucket, most) -> {
            if (got.getOrDefault(bucket, 0) >= most) {
                buckets.addLast(bucket);
            }
        });
        slots.accept(claimed);
        if (!lease.isHeldBy(node)) {
            // The incarnation they were claimed for was given up meanwhile; the fence may have looked before they came.
            slots.abandon(claimed);
        }
        return claimed.size();
    }

    private void takeHints() {
        List<Bucket> taken = new ArrayList<>();
        for (Bucket bucket = hinted.poll(); bucket != null; bucket = hinted.poll()) {
            if (!taken.contains(bucket) && !buckets.contains(bucket) && handlers.handles(bucket)) {
                taken.add(bucket);
            }
        }
        taken.forEach(buckets::addFirst);
    }
}
