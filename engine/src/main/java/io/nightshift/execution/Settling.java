package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.OutcomePolicy;
import io.nightshift.operation.OutcomePolicy.Column;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns how a handler ended into what is to be recorded: the outcome policy and the retry schedule are applied here. */
final class Settling {

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final ServiceClock clock;
    private final ServiceParts parts;
    private final RetrySchedule retries;

    Settling(ServiceParts parts) {
        this.clock = parts.store().clock();
        this.parts = parts;
        this.retries = parts.settings().retries();
    }

    /** The table of the operation's organization; that of the node when it cannot be had now. */
    private OutcomePolicy policy(Claim claim) {
        try {
            return parts.policies().of(parts.store().organizations().name(claim.organization()));
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The outcome policy of the organization of {} cannot be read", claim.id(), e);
            return parts.settings().outcomes();
        }
    }

    Settlement settle(Claim claim, HandlerOptions options, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> Settlement.succeeded(claim, succeeded.result());
            case Outcome.Failed failed -> Settlement.failed(claim, failed.errorCode(), failed.message());
            case Outcome.Canceled canceled -> Settlement.canceled(claim, canceled.message());
            case Outcome.Retry retry -> retry(claim, options, retry);
            case Outcome.Suspended suspended -> suspend(claim, suspended.errorCode(), suspended.message());
            case Outcome.Waiting waiting ->
                Settlement.awaiting(
                        claim, waiting.eventKey(), waiting.until() == null ? null : latest(waiting.until()));
            case Outcome.Postponed postponed -> postpone(claim, postponed.until());
            case Outcome.Released released -> Settlement.released(claim);
        };
    }

    /** What becomes of an operation whose handler threw an error. */
    Settlement settle(Claim claim, HandlerOptions options, Throwable error) {
        ErrorClassifier.Classified classified = ErrorClassifier.classify(error);
        int code = classified.code();
        String message = classified.message();
        if (classified.status() != null) {
            return settle(
                    claim,
                    options,
                    switch (classified.status()) {
                        case FAILED -> new Outcome.Failed(code, message);
                        case CANCELED -> new Outcome.Canceled(message);
                        case RETRY -> new Outcome.Retry(code, message, null);
                        case SUSPENDED -> new Outcome.Suspended(code, message);
                        case SUCCEEDED -> Outcome.succeeded();
                    });
        }
        Column column = claim.type().isWorkflow() ? Column.WORKFLOW : Column.OPERATION;
        OutcomePolicy policy = policy(claim);
        return switch (policy.action(classified.errorClass(), column)) {
            case FAIL -> Settlement.failed(claim, code, message);
            case RETRY ->
                policy.retries(classified.errorClass(), column)
                        .map(schedule -> retry(claim, schedule, new Outcome.Retry(code, message, null)))
                        .orElseGet(() -> retry(claim, options, new Outcome.Retry(code, message, null)));
            case SUSPEND -> suspend(claim, code, message);
        };
    }

    private Settlement retry(Claim claim, HandlerOptions options, Outcome.Retry retry) {
        return retry(claim, options.retries() != null ? options.retries() : retries, retry);
    }

    private Settlement retry(Claim claim, RetrySchedule schedule, Outcome.Retry retry) {
        Optional<Duration> delay =
                retry.delay() != null ? Optional.of(retry.delay()) : schedule.waitAfter(claim.retryCount());
        if (delay.isEmpty()) {
            return suspend(claim, retry.errorCode(), retry.message());
        }
        Instant until = latest(clock.now().plus(delay.get()));
        return Settlement.suspended(
                claim,
                Move.RETRY,
                Standing.suspended(Cause.RETRY),
                until,
                new Settlement.Error(retry.errorCode(), retry.message()));
    }

    /** A type that nobody may resume never waits for a person: it fails and its series goes on. */
    private static Settlement suspend(Claim claim, int code, String message) {
        if (!claim.type().capabilities().canWaitForPerson()) {
            return Settlement.failed(claim, code, message);
        }
        return Settlement.suspended(
                claim,
                Move.SUSPEND,
                Standing.suspended(Cause.PERSON),
                AsyncOperation.NEVER,
                new Settlement.Error(code, message));
    }

    private Settlement postpone(Claim claim, @Nullable Instant until) {
        Instant now = clock.now();
        return Settlement.suspended(
                claim,
                Move.CHECKPOINT,
                Standing.suspended(Cause.CHECKPOINT),
                until == null || until.isBefore(now) ? now : latest(until),
                Settlement.Error.NONE);
    }

    private static Instant latest(Instant until) {
        return until.isAfter(AsyncOperation.NEVER) ? AsyncOperation.NEVER : until;
    }

    /** What becomes of an operation whose handler was stopped because its time was over. */
    Settlement stoppedAtDeadline(Claim claim, HandlerOptions options) {
        return settle(
                claim,
                options,
                ErrorCode.EXECUTE_TIMEOUT.fault(deadlineMessage(Objects.requireNonNull(options.deadline()))));
    }

    /** The same when the handler does not stop: it may still be running, so nothing runs it again by itself. */
    static Settlement deadlinePassed(Claim claim, Duration deadline) {
        return Settlement.failed(claim, ErrorCode.EXECUTE_TIMEOUT.code(), deadlineMessage(deadline));
    }

    private static String deadlineMessage(Duration deadline) {
        return "The handler did not end within its deadline of " + deadline.toMillis() / 1000.0 + " s.";
    }
}
