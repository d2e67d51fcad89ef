package io.nightshift.execution;

import io.nightshift.operation.Move;
import io.nightshift.queue.Claim;
import java.time.Duration;

/**
 * What the service tells its surroundings: metrics and logs hang here. Called on the threads of the service, so it must be
 * quick; what it throws is logged and changes nothing.
 */
public interface ServiceListener {

    /** Nobody listens. */
    ServiceListener NONE = new ServiceListener() {};

    /** A handler is about to run. */
    default void started(Claim claim) {}

    /** A handler ended, and what it came to is recorded. */
    default void recorded(Claim claim, Move move, Duration ran) {}

    /** A result was refused because the operation had been taken away; nothing was written. */
    default void fenced(Claim claim, Move move) {}

    /** Operations were taken back from nodes that had died. */
    default void rescued(int operations) {}

    /** This node found its lease over and stopped what it was running. */
    default void leaseLost() {}

    /** A statement of the service failed; it will be tried again. */
    default void failed(String what, Throwable error) {}
}
