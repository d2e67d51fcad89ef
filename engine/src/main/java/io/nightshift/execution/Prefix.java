package io.nightshift.execution;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How much of the run of a lane is recorded. The results of a run reach the database in its order, and after one that was
 * refused none of it is recorded any more: whoever took that operation over runs it before those behind it. Thread-safe.
 */
final class Prefix {

    private static final long LOOK_AGAIN_MILLIS = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int unrecorded;
    private boolean broken;

    /** A result is on its way to the database. */
    void sent() {
        locked(() -> unrecorded++);
    }

    /** What became of the result that was sent first. */
    void written(boolean recorded) {
        locked(() -> {
            unrecorded--;
            broken |= !recorded;
            changed.signalAll();
        });
    }

    /** A result was refused: what comes after it is not recorded. */
    boolean isBroken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all that was sent is recorded.
     *
     * @param givesUp asked now and then whether there is a reason to wait no longer
     * @return whether all of it is recorded
     */
    boolean awaitRecorded(BooleanSupplier givesUp) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (unrecorded > 0 && !broken && !givesUp.getAsBoolean()) {
                try {
                    changed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // The handler's own business; ours ends soon in any case.
                }
            }
            return unrecorded == 0 && !broken;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
