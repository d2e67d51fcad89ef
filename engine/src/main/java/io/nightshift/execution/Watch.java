package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches over what runs: pauses and cancels of users, deadlines, and the node's own lease. */
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** So many times as long as an ask took pass until the next one, unless somebody says that there is something. */
    private static final int REST = 10;
    /** After so long a handler is marked as started. */
    private static final long MARK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** What has not started after so long is left to whoever has a slot for it. */
    private static final long HAND_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a handler that was interrupted at its deadline may take to end by itself. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Claims claims;
    private final Lease lease;
    private final Slots slots;
    private final ServiceClock clock;
    private final Function<Claim, HandlerOptions> options;
    private volatile Consumer<Completer.Result> settle = result -> {};
    private volatile Runnable onLeaseLost = () -> {};
    private volatile Runnable wake = () -> {};
    private volatile Supplier<List<Claim>> unrecorded = List::of;
    private volatile LongPredicate claiming = nanos -> false;
    private volatile boolean askNow;
    private volatile boolean isResting;
    private volatile boolean hasStarted;
    private volatile boolean holdsSomething;
    private long askedNanos;
    private long askTookNanos;
    private long markedNanos;
    private long comparedNanos;
    private long lookedNanos;
    private Set<Held> unknown = Set.of();

    /** A claim by what identifies it; an id alone belongs to one organization only. */
    private record Held(int organization, UUID id, int claimNumber) {
        static Held of(Claim claim) {
            return new Held(claim.organization(), claim.id(), claim.claimNumber());
        }
    }

    Watch(Claims claims, Lease lease, Slots slots, ServiceClock clock, Function<Claim, HandlerOptions> options) {
        this.claims = claims;
        this.lease = lease;
        this.slots = slots;
        this.clock = clock;
        this.options = options;
        this.askedNanos = clock.nanos();
        this.comparedNanos = clock.nanos();
        this.lookedNanos = comparedNanos;
    }

    /** Takes what is decided about an operation without its handler. */
    void onSettled(Consumer<Completer.Result> callback) {
        settle = callback;
    }

    /** Who has the results that are not in the database yet: what they are about is known here, though it runs no more. */
    void onUnrecorded(Supplier<List<Claim>> source) {
        unrecorded = source;
    }

    /** Who knows whether a claim has been under way since a time: what it took is not lost, only late. */
    void onClaiming(LongPredicate source) {
        claiming = source;
    }

    void onLeaseLost(Runnable callback) {
        onLeaseLost = callback;
    }

    /** Called when {@link #tick} has something to do before its time. */
    void onWake(Runnable callback) {
        wake = callback;
    }

    /** Somebody in this process has just moved an operation. */
    void ask() {
        askNow = true;
    }

    /** What the database says of this node: whether it holds an operation. */
    void holds(boolean something) {
        holdsSomething = something;
    }

    /**
     * Something is about to run. To be called when it is among what waits or runs: then either we see it when we lie down to
     * rest, or the caller sees that we rest.
     */
    void starts() {
        hasStarted = true;
        if (isResting) {
            wake.run();
        }
    }

    long tick() throws SQLException {
        isResting = false;
        if (!lease.isHeld()) {
            onLeaseLost.run();
            return TICK_NANOS;
        }
        deadlines();
        long now = clock.nanos();
        if (!slots.isIdle() && (askNow || now - askedNanos >= Math.max(ASK_NANOS, REST * askTookNanos))) {
            askNow = false;
            askedNanos = now;
            obey();
            askTookNanos = clock.nanos() - now;
        }
        if (now - markedNanos >= MARK_NANOS) {
            markedNanos = now;
            mark();
        }
        slots.handBack(HAND_BACK_NANOS);
        if (now - comparedNanos >= lease.lengthNanos()
                && (holdsSomething || !slots.isIdle())
                && !claiming.test(lookedNanos)) {
            comparedNanos = now;
            compare();
            // A claim that began while we looked may be among what we saw, and its answer may come later than a lease.
            lookedNanos = clock.nanos();
        }
        return pauseNanos();
    }

    /** While nothing has started since the last turn and nothing runs, there is next to nothing to watch over. */
    private long pauseNanos() {
        isResting = !hasStarted && slots.isIdle();
        hasStarted = false;
        isResting &= slots.isIdle();
        return isResting ? lease.lengthNanos() / 4 : TICK_NANOS;
    }

    /** What has run for a while is shown as running; what ends sooner brings its start with its end. */
    private void mark() throws SQLException {
        long now = clock.nanos();
        List<Run> unmarked = slots.running().stream()
                .filter(run -> !run.isMarked() && !run.isSettled() && now - run.startedNanos() >= MARK_NANOS)
                .toList();
        Set<Held> marked = new HashSet<>();
        claims.start(unmarked.stream()
                        .map(run -> new Claims.Started(run.claim(), run.startedOn()))
                        .toList())
                .forEach(started -> marked.add(Held.of(started.claim())));
        unmarked.stream().filter(run -> marked.contains(Held.of(run.claim()))).forEach(Run::marked);
    }

    /**
     * Gives back what the database says we hold and what we know nothing of: the answer to a claim may be lost after it
     * took effect. Only what was unknown a whole lease ago as well; a claim that is just coming in is not taken for lost.
     */
    private void compare() throws SQLException {
        Set<Held> known = new HashSet<>();
        slots.waiting().forEach(claim -> known.add(Held.of(claim)));
        // Between its line and its thread a claim neither waits nor runs, on a busy machine for long.
        slots.inHand().forEach(claim -> known.add(Held.of(claim)));
        slots.running().forEach(run -> known.add(Held.of(run.claim())));
        // Last, because this is where they go to from there.
        unrecorded.get().forEach(claim -> known.add(Held.of(claim)));
        Set<Held> unknownNow = new HashSet<>();
        for (Claim claim : claims.held(lease.nodeId())) {
            Held held = Held.of(claim);
            if (known.contains(held)) {
                continue;
            }
            if (unknown.contains(held)) {
                LOG.warn("{} is held by this node but was never received; it is given back.", claim.id());
                release(claim);
            } else {
                unknownNow.add(held);
            }
        }
        unknown = unknownNow;
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
                Settlement passed = Settling.deadlinePassed(run.claim(), deadline == null ? Duration.ZERO : deadline)
                        .startedOn(run.startedOn());
                settle.accept(new Completer.Result(passed, run.startedNanos(), run.prefix()));
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
                    .flatMap(claim -> slots.withdraw(claim).stream())
                    .forEach(this::release);
        }
        slots.running().stream()
                .filter(run -> !asked.contains(run.claim().id()))
                .forEach(Run::withdrawPause);
    }

    private void release(Claim claim) {
        settle.accept(new Completer.Result(Settlement.released(claim), clock.nanos()));
    }

    private static boolean isAbout(Claims.Signal signal, Claim claim) {
        return claim.id().equals(signal.id()) && claim.claimNumber() == signal.claimNumber();
    }
}
