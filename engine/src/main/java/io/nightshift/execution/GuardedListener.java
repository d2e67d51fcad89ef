package io.nightshift.execution;

import io.nightshift.operation.Move;
import io.nightshift.queue.Claim;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on to a listener that is not ours: what it throws is logged and stays with it. */
final class GuardedListener implements ServiceListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    private final ServiceListener listener;

    GuardedListener(ServiceListener listener) {
        this.listener = listener;
    }

    @Override
    public void started(Claim claim) {
        guarded(() -> listener.started(claim));
    }

    @Override
    public void recorded(Claim claim, Move move, Duration ran) {
        guarded(() -> listener.recorded(claim, move, ran));
    }

    @Override
    public void fenced(Claim claim, Move move) {
        guarded(() -> listener.fenced(claim, move));
    }

    @Override
    public void rescued(int operations) {
        guarded(() -> listener.rescued(operations));
    }

    @Override
    public void leaseLost() {
        guarded(listener::leaseLost);
    }

    @Override
    public void failed(String what, Throwable error) {
        guarded(() -> listener.failed(what, error));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A ServiceListener failed", e);
        }
    }
}
