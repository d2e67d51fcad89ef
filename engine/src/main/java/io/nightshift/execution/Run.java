package io.nightshift.execution;

import io.nightshift.queue.Claim;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One handler that runs: its thread, and the stop it was asked for. The thread is interrupted, but never in the middle of
 * a call to the context, where an interrupt would break the database connection; such an interrupt waits for the call's
 * end. Thread-safe.
 */
final class Run {

    private final Claim claim;
    private final Instant startedOn;
    private final long startedNanos;
    private final long deadlineNanos;
    private final @Nullable Prefix prefix;
    private final ReentrantLock contextCall = new ReentrantLock();
    private volatile @Nullable StopReason stop;
    private volatile @Nullable Thread thread;
    private volatile boolean begun;
    private volatile boolean marked;
    private volatile boolean settled;
    private volatile boolean recorded;
    private volatile @Nullable SQLException unknownCommit;
    private volatile boolean interruptLater;
    private volatile boolean interrupted;
    private volatile Runs.Holding holds = Runs.Holding.NOTHING;

    /**
     * @param deadlineNanos the time of the clock after which it is stopped; {@link Long#MAX_VALUE} for never
     * @param prefix of the run of a lane that it belongs to; null for none
     */
    Run(Claim claim, Instant startedOn, long startedNanos, long deadlineNanos, @Nullable Prefix prefix) {
        this.claim = claim;
        this.startedOn = startedOn;
        this.startedNanos = startedNanos;
        this.deadlineNanos = deadlineNanos;
        this.prefix = prefix;
    }

    Claim claim() {
        return claim;
    }

    @Nullable
    Prefix prefix() {
        return prefix;
    }

    /**
     * Waits until those that ran before it in its lane are recorded: what it writes to stay must not be there before.
     *
     * @throws StopRequested when one of them was refused, or when this one has to stop without a result
     */
    void awaitPredecessors() {
        if (prefix == null) {
            return;
        }
        enterContext();
        try {
            if (!prefix.awaitRecorded(this::isGivenUp)) {
                StopReason reason = stop;
                throw new StopRequested(isGivenUp() && reason != null ? reason : StopReason.LEASE_LOST);
            }
        } finally {
            leaveContext();
        }
    }

    private boolean isGivenUp() {
        return stop == StopReason.LEASE_LOST || stop == StopReason.DEADLINE;
    }

    long startedNanos() {
        return startedNanos;
    }

    Instant startedOn() {
        return startedOn;
    }

    /** Whom to ask what is held while it runs. */
    void obey(Runs.Holding newHolds) {
        holds = newHolds;
    }

    boolean isTypeHeld() {
        return holds.isTypeHeld(claim);
    }

    boolean isOrganizationHeld() {
        return holds.isDisabled(claim);
    }

    /** The database knows that it has started. */
    void marked() {
        marked = true;
    }

    boolean isMarked() {
        return marked;
    }

    boolean isOverdue(long nowNanos) {
        return deadlineNanos != Long.MAX_VALUE && nowNanos - deadlineNanos >= 0;
    }

    /** Called on the handler's thread before it starts. */
    void begin() {
        begun = true;
        thread = Thread.currentThread();
        // A stop that came before there was a thread to interrupt.
        if (interruptLater) {
            interruptLater = false;
            Thread.currentThread().interrupt();
        }
    }

    /** Called on the handler's thread when it has ended; a late interrupt does not reach the next handler on it. */
    void finish() {
        contextCall.lock();
        try {
            thread = null;
        } finally {
            contextCall.unlock();
        }
        Thread.interrupted();
    }

    /** Whether the handler has started, or starts whatever comes. */
    boolean hasBegun() {
        return begun;
    }

    @Nullable
    StopReason stopReason() {
        return stop;
    }

    /** Asks to stop. A lost lease overrides everything; otherwise the first reason stays, but a cancel beats a pause. */
    synchronized void stop(StopReason reason, boolean interrupt) {
        StopReason known = stop;
        if (known == null
                || reason == StopReason.LEASE_LOST
                || (known == StopReason.PAUSE && reason == StopReason.CANCEL)) {
            stop = reason;
        }
        if (interrupt && !interrupted) {
            interrupted = true;
            interrupt();
        }
    }

    /** A pause that was withdrawn before the handler saw it. */
    synchronized void withdrawPause() {
        if (stop == StopReason.PAUSE) {
            stop = null;
        }
    }

    /** Whether its thread was interrupted by us, for whatever reason, even one that was withdrawn. */
    boolean wasInterrupted() {
        return interrupted;
    }

    /** Marks that the result is decided; true for the first caller only. */
    synchronized boolean settle() {
        if (settled) {
            return false;
        }
        settled = true;
        return true;
    }

    /** The handler's own transaction has recorded the end. */
    void recorded() {
        recorded = true;
    }

    /**
     * A checkpoint was sent and its answer is lost: whether it counts is known only when the operation runs again and reads
     * it. Whatever the handler makes of the error, this run cannot end well.
     */
    void commitUnknown(SQLException error) {
        unknownCommit = error;
    }

    @Nullable
    SQLException unknownCommit() {
        return unknownCommit;
    }

    boolean isRecorded() {
        return recorded;
    }

    boolean isSettled() {
        return settled;
    }

    /** Enters a call to the context; an interrupt that came before it waits until its end as well. */
    void enterContext() {
        contextCall.lock();
        if (Thread.interrupted()) {
            interruptLater = true;
        }
    }

    void leaveContext() {
        boolean last = contextCall.getHoldCount() == 1;
        contextCall.unlock();
        if (last && interruptLater) {
            interruptLater = false;
            Thread.currentThread().interrupt();
        }
    }

    private void interrupt() {
        // Set first: a call that ends between our look and the mark would not see the mark.
        interruptLater = true;
        if (contextCall.tryLock()) {
            try {
                Thread running = thread;
                if (running != null) {
                    interruptLater = false;
                    running.interrupt();
                }
            } finally {
                contextCall.unlock();
            }
        }
    }
}
