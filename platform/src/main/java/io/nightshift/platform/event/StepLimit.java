package io.nightshift.platform.event;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that a synchronous step has. Java code cannot be stopped by force: when the time is over, its thread is
 * interrupted, its calls are refused, and whatever it answers its request fails. Code that does not heed the interrupt loses
 * the request's connection a moment later, so that nobody waits for the locks of a request that cannot end.
 *
 * <p>Thread-safe: the JDK's timer and the step's thread meet here.
 */
final class StepLimit implements AutoCloseable {

    /** So long code has to heed the interrupt. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(StepLimit.class);

    private final Step step;
    private final Duration limit;
    private final Connection connection;
    private final Thread running = Thread.currentThread();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean over;

    private StepLimit(Step step, Duration limit, Connection connection) {
        this.step = step;
        this.limit = limit;
        this.connection = connection;
    }

    /** Begins to count for code that the calling thread is about to run; to be closed when it has ended. */
    static StepLimit begin(Step step, Duration limit, Connection connection) {
        StepLimit begun = new StepLimit(step, limit, connection);
        begun.after(limit, begun::interrupt);
        begun.after(limit.plus(GRACE), begun::takeConnection);
        return begun;
    }

    /** Ending the step takes the timer back. */
    private void after(Duration time, Runnable then) {
        ended.copy()
                .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS)
                .thenRun(() -> {
                    if (!ended.isDone()) {
                        then.run();
                    }
                });
    }

    private synchronized void interrupt() {
        if (!ended.isDone()) {
            over = true;
            running.interrupt();
        }
    }

    private void takeConnection() {
        LOG.warn("The step {} does not end, though it was interrupted; its request loses its connection", step.title());
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("The connection was gone already", e);
        }
    }

    /** @throws OrganizationServiceFault 0x80081111 when the time is over */
    synchronized void check() {
        if (over) {
            throw fault();
        }
    }

    /** What the request answers in place of what the code threw because its time was over. */
    synchronized Throwable judged(Throwable thrown) {
        if (!over) {
            return thrown;
        }
        OrganizationServiceFault fault = fault();
        fault.addSuppressed(thrown);
        return fault;
    }

    private OrganizationServiceFault fault() {
        return new OrganizationServiceFault(
                FaultCode.PLUGIN_TIMEOUT.code(),
                "The step " + step.title() + " did not end within " + limit.toMillis() / 1000.0
                        + " s and was stopped; nothing of the request was written. Let it do less, or register it as"
                        + " asynchronous.");
    }

    /** Whoever comes after the step on this thread is not interrupted for its sake. */
    @Override
    public synchronized void close() {
        ended.complete(null);
        if (over) {
            Thread.interrupted();
        }
    }
}
