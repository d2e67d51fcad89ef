package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import io.nightshift.queue.RunningLimits;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * This node's part of the limits on running operations: how much of a bucket may be claimed beyond what this node has in hand.
 * What is claimed counts, whether it has started or not; of a lane, whose members run one after another, one. The dispatcher's own, but for {@link #offer}, {@link #ask} and {@link #isDue}.
 */
final class Permits {

    private static final long DEAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RunningLimits limits;
    private final Lease lease;
    private final Admission admission;
    private final ServiceClock clock;
    private final int slots;
    private volatile RunningLimits.Mark offered = RunningLimits.Mark.NONE;
    private volatile RunningLimits.Mark known = RunningLimits.Mark.NONE;
    private volatile boolean asked;
    private volatile boolean inHand;
    private volatile long dealtNanos;
    private long node;
    private List<RunningLimits.Permit> permits = List.of();

    Permits(RunningLimits limits, Lease lease, Admission admission, ServiceClock clock, int slots) {
        this.limits = limits;
        this.lease = lease;
        this.admission = admission;
        this.clock = clock;
        this.slots = slots;
        this.dealtNanos = clock.nanos() - DEAL_NANOS;
    }

    /** What somebody else has seen of the limits. */
    void offer(RunningLimits.Mark mark) {
        offered = mark;
    }

    /** Somebody has moved or ordered something; it may be a limit. */
    void ask() {
        asked = true;
    }

    /** Whether a node that rests has to look: the limits have changed, or it has permits that others may want. */
    boolean isDue() {
        return !offered.equals(known) || inHand;
    }

    /**
     * Deals anew when it is time. A busy node asks by itself, because its heartbeat does not look; a limit that nobody has
     * set costs it one read of an empty table in half a second.
     *
     * @param ready the buckets that this node could claim from
     */
    void tick(Set<Bucket> ready) throws SQLException {
        long now = clock.nanos();
        if (!asked && now - dealtNanos < DEAL_NANOS && offered.equals(known) && node == lease.nodeId()) {
            return;
        }
        asked = false;
        dealtNanos = now;
        node = lease.nodeId();
        List<Claim> claims = admission.inHand();
        permits = limits.deal(node, limit -> {
            int used = (int) claims.stream()
                    .filter(claim -> limit.covers(claim.bucket()))
                    .count();
            return new RunningLimits.Need(used, ready.stream().anyMatch(limit::covers) ? slots : used);
        });
        known = new RunningLimits.Mark(
                permits.stream()
                        .mapToLong(permit -> permit.limit().number())
                        .max()
                        .orElse(0),
                permits.size());
        offered = known;
        inHand = permits.stream().anyMatch(permit -> permit.most() > 0) || (areNeeded() && !claims.isEmpty());
    }

    boolean areNeeded() {
        return !permits.isEmpty();
    }

    /** How many of a bucket may be claimed now. */
    int room(Bucket bucket) {
        int room = Integer.MAX_VALUE;
        if (areNeeded()) {
            List<Claim> inHand = admission.inHand();
            for (RunningLimits.Permit permit : permits) {
                if (permit.limit().covers(bucket)) {
                    room = Math.min(room, permit.most() - used(permit, inHand));
                }
            }
        }
        return Math.max(0, room);
    }

    /** A plan without what there is no permit for: buckets of one limit share what is left of it. */
    Map<Bucket, Integer> within(Map<Bucket, Integer> plan) {
        if (!areNeeded() || plan.isEmpty()) {
            return plan;
        }
        List<Claim> inHand = admission.inHand();
        int[] left = permits.stream()
                .mapToInt(permit -> permit.most() - used(permit, inHand))
                .toArray();
        Map<Bucket, Integer> allowed = new LinkedHashMap<>();
        plan.forEach((bucket, wanted) -> {
            int count = wanted;
            for (int i = 0; i < left.length; i++) {
                if (permits.get(i).limit().covers(bucket)) {
                    count = Math.min(count, left[i]);
                }
            }
            if (count > 0) {
                allowed.put(bucket, count);
                for (int i = 0; i < left.length; i++) {
                    if (permits.get(i).limit().covers(bucket)) {
                        left[i] -= count;
                    }
                }
            }
        });
        return allowed;
    }

    private static int used(RunningLimits.Permit permit, List<Claim> inHand) {
        return (int) inHand.stream()
                .filter(claim -> permit.limit().covers(claim.bucket()))
                .count();
    }
}
