package io.nightshift.execution;

import io.nightshift.operation.Move;
import io.nightshift.operation.Outcome;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation from its start to what is to be recorded. An exception becomes an outcome here and nowhere else.
 */
final class Execution {

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final OperationHandlers.Registered handler;
    private final Run run;
    private final OperationContext context;
    private final Settling settling;

    Execution(OperationHandlers.Registered handler, Run run, OperationContext context, Settling settling) {
        this.handler = handler;
        this.run = run;
        this.context = context;
        this.settling = settling;
    }

    /** Runs the handler on the calling thread; null when its own transaction has recorded the end already. */
    @Nullable
    Settlement run() {
        run.begin();
        Settlement settlement;
        try {
            Outcome outcome = Objects.requireNonNull(
                    handler.handler().handle(context), "The handler returned null instead of an outcome.");
            settlement = settling.settle(run.claim(), handler.options(), outcome);
        } catch (StopRequested stopped) {
            settlement = stopped(stopped);
        } catch (Throwable error) {
            settlement = failed(error);
        } finally {
            run.finish();
        }
        if (run.isRecorded()) {
            return null;
        }
        SQLException unknown = run.unknownCommit();
        return unknown == null ? settlement : settling.settle(run.claim(), handler.options(), unknown);
    }

    private Settlement stopped(Throwable stopped) {
        StopReason reason = run.stopReason();
        if (reason == null && stopped instanceof StopRequested requested) {
            reason = requested.reason();
        }
        if (reason == StopReason.DEADLINE) {
            return settling.stoppedAtDeadline(run.claim(), handler.options());
        }
        return Settlement.released(run.claim());
    }

    private Settlement failed(Throwable error) {
        if ((run.stopReason() != null || run.wasInterrupted()) && ErrorClassifier.isInterruption(error)) {
            return stopped(error);
        }
        Claim claim = run.claim();
        Settlement settlement = settling.settle(claim, handler.options(), error);
        if (settlement.move() == Move.FAIL) {
            LOG.warn("{} ({}) failed: {}", claim.id(), claim.name(), settlement.message());
        } else {
            LOG.info("{} ({}) goes to {}: {}", claim.id(), claim.name(), settlement.to(), settlement.message());
        }
        LOG.debug("The error of {}", claim.id(), error);
        return settlement;
    }
}
