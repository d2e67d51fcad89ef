package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Watches over what runs: pauses and cancels of users, deadlines, and the node's own lease. */
final class Watch {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** How long a handler that was interrupted at its deadline may take to end by itself. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Claims claims;
    private final Lease lease;
    private final Slots slots;
    private final ServiceClock clock;
    private final Function<Claim, HandlerOptions> options;
    private volatile Consumer<Settlement> settle = settlement -> {};
    private volatile Runnable onLeaseLost = () -> {};
    private volatile boolean askNow;
    private long askedNanos;

    Watch(Claims claims, Lease lease, Slots slots, ServiceClock clock, Function<Claim, HandlerOptions> options) {
        this.claims = claims;
        this.lease = lease;
        this.slots = slots;
        this.clock = clock;
        this.options = options;
        this.askedNanos = clock.nanos();
    }

    /** Takes what is decided about an operation without its handler. */
    void onSettled(Consumer<Settlement> callback) {
        settle = callback;
    }

    void onLeaseLost(Runnable callback) {
        onLeaseLost = callback;
    }

    /** Somebody in this process has just moved an operation. */
    void ask() {
        askNow = true;
    }

    long tick() throws SQLException {
        if (!lease.isHeld()) {
            onLeaseLost.run();
            return TICK_NANOS;
        }
        deadlines();
        long now = clock.nanos();
        if (!slots.isIdle() && (askNow || now - askedNanos >= ASK_NANOS)) {
            askNow = false;
            askedNanos = now;
            obey();
        }
        return TICK_NANOS;
    }

    private void deadlines() {
        long now = clock.nanos();
        for (Run run : slots.running()) {
            if (!run.isOverdue(now)) {
                continue;
            }
            run.stop(StopReason.DEADLINE, true);
            if (run.isOverdue(now - GRACE_NANOS) && run.settle()) {
                Duration deadline = options.apply(run.claim()).deadline();
                settle.accept(Settling.deadlinePassed(run.claim(), deadline == null ? Duration.ZERO : deadline));
                slots.leak(run);
            }
        }
    }

    /** Passes on what users asked; what has not started is given back at once. */
    private void obey() throws SQLException {
        Set<UUID> asked = new HashSet<>();
        for (Claims.Signal signal : claims.signals(lease.nodeId())) {
            asked.add(signal.id());
            StopReason reason = signal.cancel() ? StopReason.CANCEL : StopReason.PAUSE;
            slots.running().stream().filter(run -> isAbout(signal, run.claim())).forEach(run -> run.stop(reason, true));
            slots.waiting().stream()
                    .filter(claim -> isAbout(signal, claim))
                    .filter(slots::withdraw)
                    .forEach(claim -> settle.accept(Settlement.released(claim, false)));
        }
        slots.running().stream()
                .filter(run -> !asked.contains(run.claim().id()))
                .forEach(Run::withdrawPause);
    }

    private static boolean isAbout(Claims.Signal signal, Claim claim) {
        return claim.id().equals(signal.id()) && claim.claimNumber() == signal.claimNumber();
    }
}
