package io.nightshift.execution;

/**
 * Thrown by the context in a handler that was asked to stop. Let it pass: the service then does with the operation what
 * was asked. What was saved with a checkpoint is kept.
 */
public final class StopRequested extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final StopReason reason;

    StopRequested(StopReason reason) {
        super("The operation was asked to stop: " + reason, null, false, false);
        this.reason = reason;
    }

    public StopReason reason() {
        return reason;
    }
}
