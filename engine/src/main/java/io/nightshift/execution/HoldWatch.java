package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Holds;
import io.nightshift.queue.KnownHolds;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What this node knows of the holds. When there is a new one, it gives back what it has claimed and not started and says so
 * in the database; whoever placed the hold waits for that. Thread-safe.
 */
final class HoldWatch implements Runs.Holding {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Holds holds;
    private final Lease lease;
    private final Slots slots;
    private final ServiceClock clock;
    private volatile Consumer<Claim> giveBack = claim -> {};
    private volatile KnownHolds known = KnownHolds.NOTHING;
    private volatile boolean askNow = true;
    private long lookedNanos;
    private long confirmed;
    private long confirmedBy;

    HoldWatch(Holds holds, Lease lease, Slots slots, ServiceClock clock) {
        this.holds = holds;
        this.lease = lease;
        this.slots = slots;
        this.clock = clock;
        this.lookedNanos = clock.nanos();
    }

    /** Takes claims that may not start. */
    void onGiveBack(Consumer<Claim> callback) {
        giveBack = callback;
    }

    /** Something may have changed. */
    void ask() {
        askNow = true;
    }

    /** What somebody else has seen of the holds. */
    void offer(KnownHolds.Mark mark, Runnable onNews) {
        if (!mark.equals(known.mark())) {
            askNow = true;
            onNews.run();
        }
    }

    /** Whether anything is held, as far as is known. */
    boolean any() {
        return known.mark().count() > 0;
    }

    /**
     * Whether a claim must be given back. To be asked when its run is among those of {@link Slots#running}: then either we
     * see the run here, or the run sees the hold.
     */
    @Override
    public boolean covers(Claim claim) {
        boolean covers = known.covers(claim);
        if (covers) {
            askNow = true; // it may have been lifted
        }
        return covers;
    }

    @Override
    public boolean isDisabled(Claim claim) {
        return known.coversOrganizationOf(claim);
    }

    @Override
    public boolean isTypeHeld(Claim claim) {
        return known.coversTypeOf(claim);
    }

    /** One look, when there is a reason for it. */
    void tick() throws SQLException {
        long now = clock.nanos();
        if (!askNow && (slots.isIdle() || now - lookedNanos < LOOK_NANOS)) {
            return;
        }
        askNow = false;
        lookedNanos = now;
        long node = lease.nodeId();
        known = holds.known(known);
        slots.waiting().stream()
                .filter(known::covers)
                .flatMap(claim -> slots.withdraw(claim).stream())
                .forEach(giveBack);
        boolean isStarting = slots.running().stream().anyMatch(run -> !run.hasBegun() && known.covers(run.claim()));
        if (isStarting) {
            askNow = true; // in a moment it runs, or has been given back
        } else if (known.mark().newest() > confirmed
                || (node != confirmedBy && known.mark().newest() > 0)) {
            holds.seen(node, known.mark().newest());
            confirmed = known.mark().newest();
            confirmedBy = node;
        }
    }
}
