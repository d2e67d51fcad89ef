package io.nightshift.client;

import java.time.Duration;

/** The time that a client lives in: what it measures with and how it waits. Thread-safe. */
public interface Pace {

    /** The monotonic clock of this machine, as {@link System#nanoTime}, and real pauses. */
    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            Thread.sleep(length);
        }

        @Override
        public String toString() {
            return "real";
        }
    };

    /** Nanoseconds of a monotonic clock; only differences mean something. */
    long nanos();

    /** Returns when that much time has passed. */
    void pause(Duration length) throws InterruptedException;
}
