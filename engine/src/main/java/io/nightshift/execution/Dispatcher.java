package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Fills free slots: keeps the few buckets that have something to claim and takes from them, organization by organization in
 * weighted turn. It never asks for what this node cannot run.
 */
final class Dispatcher {

    private static final int MOST_HINTS = 64;
    private static final int MOST_UNRECORDED = 5000;
    /** So long after a bucket was hinted at beside a full one another may be. */
    private static final long BESIDE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Floors claims;
    private final Lease lease;
    private final OperationHandlers handlers;
    private final Running running;
    private final Pace pace;
    private final ReadyBuckets ready;
    private final ConcurrentLinkedQueue<Bucket> hinted = new ConcurrentLinkedQueue<>();
    private final Object handingOver = new Object();
    private volatile boolean draining;
    private volatile boolean resting;
    private volatile boolean lookNow;
    private volatile long claimingSince;
    private volatile boolean claiming;
    private long lookedNanos;
    private boolean lookedInVain;
    private long besideNanos;

    Dispatcher(Floors claims, Lease lease, OperationHandlers handlers, Running running, Pace pace) {
        this.claims = claims;
        this.lease = lease;
        this.handlers = handlers;
        this.running = running;
        this.pace = pace;
        this.ready = new ReadyBuckets(running.admission(), running.permits());
        this.besideNanos = running.clock().nanos() - BESIDE_NANOS;
    }

    /** What the dispatcher feeds. */
    record Running(
            Admission admission,
            Permits permits,
            Slots slots,
            Completer completer,
            RunLengths lengths,
            ServiceClock clock) {}

    /** A bucket that has something to claim now, as somebody in this process knows. */
    void hint(Bucket bucket) {
        if (hinted.size() < MOST_HINTS) {
            hinted.add(bucket);
        }
    }

    /** Somebody in this process knows that something has changed, but not where. */
    void hint() {
        lookNow = true;
    }

    /** Takes the buckets that somebody else has found; true when this node can run what is in one of them. */
    boolean offer(List<Bucket> found) {
        List<Bucket> handled = found.stream().filter(handlers::handles).toList();
        handled.forEach(this::hint);
        return !handled.isEmpty();
    }

    /** From now on nothing more reaches the slots; a claim that is under way is given back when it comes. */
    void drain() {
        synchronized (handingOver) {
            draining = true;
        }
    }

    /** The same until it may take something again. */
    void rest(boolean rests) {
        synchronized (handingOver) {
            resting = rests;
        }
    }

    private boolean takesNothing() {
        return draining || resting;
    }

    /** One claim, after a look for buckets when none is known; and one before it for what has just been hinted at. */
    long tick() throws SQLException {
        if (lease.isHeld()) {
            running.permits().tick(takesNothing() ? Set.of() : ready.all());
        }
        if (takesNothing() || !lease.isHeld() || running.completer().backlog() > MOST_UNRECORDED) {
            return pace.lookNanos();
        }
        claim(ready.plan(takeHints()));
        boolean looked = ready.isEmpty();
        long sinceLook = running.clock().nanos() - lookedNanos;
        if (sinceLook >= lookNanos() || (ready.isEmpty() && (lookNow || !lookedInVain))) {
            // Also while a bucket is full: nobody hints at what other processes enqueue, and it must not wait for the
            // end.
            look();
        }
        Map<Bucket, Integer> plan = ready.plan(running.clock().nanos() - besideNanos < BESIDE_NANOS);
        if (plan.isEmpty()) {
            lookedInVain = ready.isEmpty();
            return pause();
        }
        int claimed = claim(plan);
        // Nothing claimed although the buckets were looked up this very moment: other nodes were faster, or the rows
        // are
        // locked. Wait for the next hint rather than turn in a circle.
        lookedInVain = claimed == 0 && looked;
        return lookedInVain ? pause() : 0;
    }

    private long lookNanos() {
        return ready.isEmpty() ? pace.claimLookNanos(lookedNanos) : pace.lookNanos();
    }

    private long pause() {
        long sinceLook = running.clock().nanos() - lookedNanos;
        return pace.isBusy() ? Math.max(1, lookNanos() - sinceLook) : pace.pauseNanos();
    }

    private void look() throws SQLException {
        lookNow = false;
        lookedNanos = running.clock().nanos();
        List<Claims.Ready> found = claims.look();
        if (!found.isEmpty()) {
            Map<Integer, Integer> weights = new HashMap<>();
            found.forEach(one -> weights.put(one.bucket().organization(), one.weight()));
            running.admission().weights(new Weights(weights, found.getFirst().hasOthers()));
        }
        found.stream().map(Claims.Ready::bucket).filter(handlers::handles).forEach(ready::add);
    }

    private int claim(Map<Bucket, Integer> plan) throws SQLException {
        if (plan.isEmpty()) {
            return 0;
        }
        claimingSince = running.clock().nanos();
        claiming = true;
        try {
            return handOver(plan);
        } finally {
            claiming = false;
        }
    }

    /** Whether a claim has been under way since then: what it took may be in the database and not here yet. */
    boolean isClaimingSince(long nanos) {
        return claiming && claimingSince - nanos <= 0;
    }

    private int handOver(Map<Bucket, Integer> plan) throws SQLException {
        long node = lease.nodeId();
        List<Claims.Wanted> wanted = new ArrayList<>(plan.size());
        plan.forEach((bucket, count) -> wanted.add(running.lengths().wanted(bucket, count)));
        List<Claim> claimed = claims.claim(node, wanted);
        List<Work> works = Work.of(claimed);
        Map<Bucket, Tally> tallies = new HashMap<>();
        works.forEach(work -> tallies.merge(work.bucket(), Tally.of(work), Tally::plus));
        for (Claims.Wanted each : wanted) {
            Tally tally = tallies.getOrDefault(each.bucket(), Tally.NOTHING);
            if (tally.inLanes()) {
                running.lengths().claimed(each.bucket(), tally.heads(), tally.claims());
            }
            ready.claimed(
                    each.bucket(), plan.getOrDefault(each.bucket(), 0), tally.claims(), tally.heads() < each.most());
        }
        if (!claimed.isEmpty()) {
            pace.worked();
        }
        synchronized (handingOver) {
            if (takesNothing()) {
                running.slots().refuse(claimed);
                return claimed.size();
            }
            running.slots().accept(works);
        }
        if (!lease.isHeldBy(node)) {
            // The incarnation they were claimed for was given up meanwhile; the fence may have looked before they came.
            running.slots().abandon(claimed);
        }
        return claimed.size();
    }

    /** What came of one bucket. */
    private record Tally(int heads, int claims, boolean inLanes) {
        static final Tally NOTHING = new Tally(0, 0, false);

        static Tally of(Work work) {
            return new Tally(1, work.size(), work.isInLane());
        }

        Tally plus(Tally other) {
            return new Tally(heads + other.heads, claims + other.claims, inLanes || other.inLanes);
        }
    }

    /** What was hinted at and is not known yet; what finds no room is known from now on. */
    private Set<Bucket> takeHints() {
        Set<Bucket> taken = new LinkedHashSet<>();
        boolean isBeside = !ready.isEmpty();
        for (Bucket bucket = hinted.poll(); bucket != null; bucket = hinted.poll()) {
            if (handlers.handles(bucket) && !ready.contains(bucket)) {
                taken.add(bucket);
            }
        }
        if (isBeside && !taken.isEmpty()) {
            besideNanos = running.clock().nanos();
        }
        taken.forEach(ready::add);
        return taken;
    }
}
