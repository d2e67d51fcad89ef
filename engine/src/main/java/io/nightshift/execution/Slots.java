package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places in which handlers run, and the few claims that wait for one. Claims wait only as long as it takes to fetch the
 * next batch: at the rate of the last moments, what is started within {@link #AHEAD_MILLIS}. So "claimed" is as good as
 * "started" to everyone who looks.
 */
final class Slots {

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final int AHEAD_MILLIS = 50;
    private static final int MOST_AHEAD = 2000;
    private static final long RATE_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Runs one claim to its end on the calling thread. */
    @FunctionalInterface
    interface Runner {
        void run(Run run);
    }

    /** Makes the run of a claim. */
    @FunctionalInterface
    interface RunMaker {
        Run make(Claim claim);
    }

    private final int count;
    private final ServiceClock clock;
    private final Executor threads;
    private final RunMaker maker;
    private final Runner runner;
    private final ConcurrentLinkedDeque<Claim> waiting = new ConcurrentLinkedDeque<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger leaked = new AtomicInteger();
    /** By identity: after a lost lease the same operation may run again while its first, deaf handler has not ended. */
    private final Set<Run> running = ConcurrentHashMap.newKeySet();

    private final LongAdder finished = new LongAdder();
    private volatile Runnable onFree = () -> {};
    private long windowStart;
    private long windowFinished;
    private volatile int ahead;

    Slots(int count, ServiceClock clock, Executor threads, RunMaker maker, Runner runner) {
        this.count = count;
        this.clock = clock;
        this.threads = threads;
        this.maker = maker;
        this.runner = runner;
        this.windowStart = clock.nanos();
    }

    /** Called when there is room again. */
    void onFree(Runnable callback) {
        onFree = callback;
    }

    /** How many more claims can be taken now; 0 while enough of them wait. Called by the dispatcher alone. */
    int room() {
        measure();
        int have = waitingCount.get();
        if (have > ahead / 2) {
            return 0;
        }
        return Math.max(0, count + ahead - have - busy.get());
    }

    void accept(List<Claim> claims) {
        waiting.addAll(claims);
        waitingCount.addAndGet(claims.size());
        int starts = Math.min(claims.size(), count);
        for (int i = 0; i < starts; i++) {
            if (!startOne()) {
                return;
            }
        }
    }

    /** Takes back a claim that has not started; true when it was there. */
    boolean withdraw(Claim claim) {
        if (waiting.remove(claim)) {
            waitingCount.decrementAndGet();
            return true;
        }
        return false;
    }

    /** Gives up claims of a lost lease: those that wait do not start, those that run are asked to stop. */
    void abandon(List<Claim> claims) {
        for (Claim claim : claims) {
            if (!withdraw(claim)) {
                running.stream()
                        .filter(run -> run.claim().equals(claim))
                        .forEach(run -> run.stop(StopReason.LEASE_LOST, true));
            }
        }
    }

    /** Takes back all claims that have not started. */
    List<Claim> withdrawAll() {
        List<Claim> all = new ArrayList<>();
        for (Claim claim = waiting.poll(); claim != null; claim = waiting.poll()) {
            waitingCount.decrementAndGet();
            all.add(claim);
        }
        return all;
    }

    Collection<Run> running() {
        return running;
    }

    /** The claims that wait for a slot; a look, not a promise. */
    List<Claim> waiting() {
        return List.copyOf(waiting);
    }

    int busy() {
        return busy.get();
    }

    boolean isIdle() {
        return busy.get() == 0 && waitingCount.get() == 0;
    }

    /** A run that is no longer waited for; its thread may go on for ever. */
    void leak(Run run) {
        if (running.remove(run)) {
            leaked.incrementAndGet();
            busy.decrementAndGet();
            onFree.run();
        }
    }

    int leaked() {
        return leaked.get();
    }

    private boolean startOne() {
        while (true) {
            int now = busy.get();
            if (now >= count) {
                return false;
            }
            if (busy.compareAndSet(now, now + 1)) {
                break;
            }
        }
        threads.execute(this::work);
        return true;
    }

    /** Runs claims one after another until none waits. */
    private void work() {
        while (true) {
            Claim claim = waiting.poll();
            if (claim == null) {
                busy.decrementAndGet();
                onFree.run();
                // One may have come between the look and the decrement, when all slots still seemed busy.
                if (!waiting.isEmpty()) {
                    startOne();
                }
                return;
            }
            int left = waitingCount.decrementAndGet();
            Run run = maker.make(claim);
            running.add(run);
            try {
                runner.run(run);
            } catch (Throwable e) {
                // Whatever went wrong, the slot goes on; the operation is given back once it is found unknown here.
                LOG.error("{} could not be run", claim.id(), e);
            }
            finished.increment();
            if (!running.remove(run)) {
                // It was given up as leaked and its slot filled; this thread has come back after all.
                leaked.decrementAndGet();
                return;
            }
            if (left <= ahead / 2) {
                onFree.run();
            }
        }
    }

    private void measure() {
        long now = clock.nanos();
        long elapsed = now - windowStart;
        if (elapsed < RATE_WINDOW_NANOS) {
            return;
        }
        long total = finished.sum();
        double perMilli = (total - windowFinished) / (elapsed / 1_000_000.0);
        ahead = (int) Math.min(MOST_AHEAD, perMilli * AHEAD_MILLIS);
        windowStart = now;
        windowFinished = total;
    }
}
