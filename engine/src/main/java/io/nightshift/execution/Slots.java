package io.nightshift.execution;

import io.nightshift.queue.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places in which handlers run. Works wait for one only as long as it takes to fetch the next batch; which of them is
 * next is decided by {@link Admission}. Thread-safe.
 */
final class Slots {

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    /** What is done with a claim in its slot. */
    interface Handling {
        Run make(Claim claim, @Nullable Prefix prefix);

        /**
         * Runs one claim to its end on the calling thread.
         *
         * @return whether the next claim of the same work may start
         */
        boolean run(Run run);

        /** A claim that will not start here. */
        void giveBack(Claim claim);
    }

    private final Admission admission;
    private final Executor threads;
    private final Handling handling;
    private final AtomicInteger leaked = new AtomicInteger();
    /** By identity: after a lost lease the same operation may run again while its first, deaf handler has not ended. */
    private final Map<Run, Work> running = new ConcurrentHashMap<>();

    private volatile Runnable onFree = () -> {};
    private volatile Runnable onStart = () -> {};

    Slots(Admission admission, Executor threads, Handling handling) {
        this.admission = admission;
        this.threads = threads;
        this.handling = handling;
    }

    /** Called when there is room again. */
    void onFree(Runnable callback) {
        onFree = callback;
    }

    /** Called when there is something to run, before it does. */
    void onStart(Runnable callback) {
        onStart = callback;
    }

    void accept(List<Work> works) {
        admission.add(works);
        onStart.run();
        startWaiting();
    }

    /** Gives claims back that came too late. */
    void refuse(List<Claim> claims) {
        claims.forEach(handling::giveBack);
    }

    /** Takes back a claim that has not started, and with it those that would run after it in its lane. */
    List<Claim> withdraw(Claim claim) {
        return admission.withdraw(claim);
    }

    /** Gives back what has waited for a slot for longer than that; what may run by now because of the time starts. */
    void handBack(long nanos) {
        admission.withdrawOld(nanos).forEach(handling::giveBack);
        startWaiting();
    }

    /** Gives up claims of a lost lease: those that wait do not start, those that run are asked to stop. */
    void abandon(List<Claim> claims) {
        for (Claim claim : claims) {
            if (withdraw(claim).isEmpty()) {
                running().stream()
                        .filter(run -> run.claim().equals(claim))
                        .forEach(run -> run.stop(StopReason.LEASE_LOST, true));
            }
        }
    }

    /** Takes back all claims that have not started. */
    List<Claim> withdrawAll() {
        List<Claim> all = new ArrayList<>();
        for (Claim claim : waiting()) {
            all.addAll(withdraw(claim));
        }
        return all;
    }

    Collection<Run> running() {
        return running.keySet();
    }

    /** The claims that have not started; a look, not a promise. */
    List<Claim> waiting() {
        return admission.waiting();
    }

    /** Of each work the claim that runs, or that starts next; a look, not a promise. */
    List<Claim> inHand() {
        return admission.inHand();
    }

    int busy() {
        return admission.busy();
    }

    boolean isIdle() {
        return admission.isIdle();
    }

    /** A run that is no longer waited for; its thread may go on for ever. What was to run after it in its slot does not. */
    void leak(Run run) {
        Work work = running.remove(run);
        if (work == null) {
            return;
        }
        leaked.incrementAndGet();
        giveBackRest(work);
        admission.end(work);
        startWaiting();
        onFree.run();
    }

    int leaked() {
        return leaked.get();
    }

    private void startWaiting() {
        for (Work work = admission.start(); work != null; work = admission.start()) {
            Work started = work;
            threads.execute(() -> work(started));
        }
    }

    /** Runs works one after another until none waits. */
    private void work(Work first) {
        Work work = first;
        while (work != null) {
            if (!isDone(work)) {
                return;
            }
            work = admission.startAfter(work);
        }
        // One slot that becomes free may let two works start: what the first of them takes may be what the other was
        // waiting to see gone.
        startWaiting();
        onFree.run();
    }

    /** Runs a work to its end; false when it was given up meanwhile, and its slot with it. */
    private boolean isDone(Work work) {
        for (Claim claim = work.next(); claim != null; claim = work.next()) {
            Run run = made(claim, work.prefix());
            if (run == null) {
                continue;
            }
            running.put(run, work);
            boolean goesOn = runs(run);
            if (admission.ended(work)) {
                onFree.run();
            }
            if (running.remove(run) == null) {
                // It was given up as leaked and its slot filled; this thread has come back after all.
                leaked.decrementAndGet();
                return false;
            }
            if (!goesOn) {
                giveBackRest(work);
            }
        }
        return true;
    }

    private @Nullable Run made(Claim claim, @Nullable Prefix prefix) {
        try {
            return handling.make(claim, prefix);
        } catch (RuntimeException e) {
            LOG.error("{} could not be started", claim.id(), e);
            handling.giveBack(claim);
            return null;
        }
    }

    private boolean runs(Run run) {
        try {
            return handling.run(run);
        } catch (Throwable e) {
            // Whatever went wrong, the slot goes on; the operation is given back once it is found unknown here.
            LOG.error("{} could not be run", run.claim().id(), e);
            return false;
        }
    }

    private void giveBackRest(Work work) {
        work.withdrawAll().forEach(handling::giveBack);
    }
}
