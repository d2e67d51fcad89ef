package io.nightshift.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.nightshift.database.ServiceClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.operation.Move;
import io.nightshift.queue.Claim;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the service of this process does, in the names of Micrometer: {@code nightshift.executions} here is
 * {@code nightshift_executions_seconds_count} in the text that Prometheus reads. Thread-safe.
 */
public final class ServiceMetrics implements ServiceListener {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMetrics.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter retries = counter("nightshift.retries", "handlers that ended in an error that passes");
    private final Counter fenced = counter("nightshift.fenced", "results refused because the operation was taken away");
    private final Counter rescued = counter("nightshift.rescued", "operations taken back from dead nodes");
    private final Counter leasesLost = counter("nightshift.lease.lost", "times this node found its lease over");
    private volatile @Nullable ServiceClock clock;
    private final Counter failures = counter("nightshift.failures", "statements of the service that failed");

    /** Tells of this service from now on: with its time, and with numbers that are looked up when they are asked for. */
    public void show(AsyncService service) {
        clock = service.store().clock();
        Supplier<Number> running = () -> service.health().running();
        Supplier<Number> leakedSlots = () -> service.health().leakedSlots();
        Gauge.builder("nightshift.running", running)
                .description("handlers that run on this node now")
                .register(registry);
        Gauge.builder("nightshift.leaked.slots", leakedSlots)
                .description("handlers that ignore their stop and hold a slot")
                .register(registry);
        Supplier<Number> hintsArrive = () -> service.hintsArrive() ? 1 : 0;
        Gauge.builder("nightshift.hints.arrive", hintsArrive)
                .description("0 when hints of other processes do not arrive and their work is found by polling")
                .register(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Waiting is told of the first start only: from the enqueue, a postponement included. */
    @Override
    public void started(Claim claim) {
        ServiceClock known = clock;
        if (known == null || claim.attempt() > 1) {
            return;
        }
        Duration waited = Duration.between(claim.createdOn(), known.now());
        Timer.builder("nightshift.wait")
                .description("from enqueue to the first start")
                .tag("type", type(claim))
                .register(registry)
                .record(waited.isNegative() ? Duration.ZERO : waited);
    }

    @Override
    public void recorded(Claim claim, Move move, Duration ran) {
        Timer.builder("nightshift.executions")
                .description("runs of handlers, by what they came to")
                .tag("type", type(claim))
                .tag("outcome", move.label())
                .register(registry)
                .record(ran);
        if (move == Move.RETRY) {
            retries.increment();
        }
    }

    @Override
    public void fenced(Claim claim, Move move) {
        fenced.increment();
        LOG.warn("The result of operation {} was refused: it had been taken away from this node.", claim.id());
    }

    @Override
    public void rescued(int operations) {
        rescued.increment(operations);
        if (operations > 0) {
            LOG.warn("Took {} operations back from nodes that ended without a word.", operations);
        }
    }

    @Override
    public void leaseLost() {
        leasesLost.increment();
        LOG.warn("This node lost its lease and stopped what it was running.");
    }

    @Override
    public void failed(String what, Throwable error) {
        failures.increment();
        LOG.warn("{} failed and will be tried again: {}", what, error.toString());
    }

    private static String type(Claim claim) {
        return claim.messageName().isEmpty() ? claim.type().label() : claim.messageName();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
