package io.nightshift.platform.event;

import io.nightshift.platform.event.StepTable.Tracing;
import io.nightshift.platform.message.CallerService;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginServices;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs steps, one at a time, and writes down how it went. Thread-safe. */
final class StepRuns {

    private static final Logger LOG = LoggerFactory.getLogger(StepRuns.class);

    private final Map<String, StepHandler> handlers;
    private final Duration limit;

    /**
     * @param handlers by the entity of what they run
     * @param limit how long a synchronous step may run
     */
    StepRuns(Map<String, StepHandler> handlers, Duration limit) {
        this.handlers = Map.copyOf(handlers);
        this.limit = limit;
    }

    StepHandler.Prepared prepare(RequestContext context, Step step) {
        StepHandler handler = handlers.get(step.handler().logicalName());
        if (handler == null) {
            throw new NotThereException(
                    FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE,
                    "Nothing here runs steps of " + step.handler().logicalName() + ".");
        }
        return handler.prepare(context, step);
    }

    /** Runs a step in the course of its request; a fault that it answers undoes the request. */
    void synchronous(Step step, EventContext event, RequestContext context, RequestScope scope) {
        Trace trace = new Trace();
        Run run = new Run(step, event, scope.tracing(), context.now());
        try (StepLimit time = StepLimit.begin(step, limit, context.connection())) {
            RequestScope within = scope.within(event);
            RequestContext further = context.from(context.origin().deeper()).through((request, at) -> {
                time.check();
                return within.execute(request, at);
            });
            StepServices services = new StepServices(
                    event,
                    context.organization().systemUserId(),
                    user -> CallerService.inside(further.as(user)),
                    trace);
            try {
                run(prepare(context, step), services, trace, run, scope.traces());
            } catch (Throwable thrown) {
                throw fault(step, time.judged(thrown));
            }
            time.check();
        }
    }

    /** What of a run is written down. */
    record Run(Step step, EventContext event, Tracing tracing, Instant startedOn) {}

    static void run(
            StepHandler.Prepared prepared, PluginServices services, Trace trace, Run run, Consumer<TraceEntry> traces)
            throws Exception {
        long started = System.nanoTime();
        Throwable thrown = null;
        try {
            prepared.execute(services);
        } catch (Throwable error) {
            thrown = error;
            throw error;
        } finally {
            if (run.tracing() == Tracing.ALL || (run.tracing() == Tracing.EXCEPTIONS && thrown != null)) {
                Duration ran = Duration.ofNanos(System.nanoTime() - started);
                traces.accept(new TraceEntry(run.step(), run.event(), trace.text(), thrown, run.startedOn(), ran));
            }
        }
    }

    /** A fault somewhere in what code threw speaks for itself; everything else is named by its class. */
    private static OrganizationServiceFault fault(Step step, Throwable error) {
        @Nullable Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof OrganizationServiceFault fault) {
                return fault;
            }
        }
        LOG.debug("The step {} failed", step.title(), error);
        return new OrganizationServiceFault(
                FaultCode.ISV_UNEXPECTED.code(),
                "The step " + step.title() + " failed unexpectedly: " + described(error),
                error);
    }

    static String described(Throwable error) {
        @Nullable String message;
        try {
            message = error.getMessage();
        } catch (RuntimeException | StackOverflowError unreadable) {
            message = null;
        }
        return error.getClass().getName() + (message == null ? "" : ": " + message);
    }
}
