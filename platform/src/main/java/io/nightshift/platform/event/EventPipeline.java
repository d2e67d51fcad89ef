package io.nightshift.platform.event;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The way of every request: the guard against loops, the message's main operation, and around it whoever wants to know of
 * it. Where nobody does, a request costs nothing more. Thread-safe.
 */
public final class EventPipeline {

    private final MessageRegistry messages;
    private final List<Reaction> reactions;
    private final StepTables tables = new StepTables();
    private final StepRuns runs;
    private final AsyncSteps asyncSteps;

    /**
     * The way to these messages.
     *
     * @param queue where the operations of asynchronous steps go
     * @param reactions in the order in which they are told
     * @param handlers what runs steps, by the entity of their event handler
     * @param stepLimit how long a synchronous step may run
     */
    public EventPipeline(
            MessageRegistry messages,
            OperationQueue queue,
            List<Reaction> reactions,
            Map<String, StepHandler> handlers,
            Duration stepLimit) {
        this.messages = messages;
        this.reactions = List.copyOf(reactions);
        this.runs = new StepRuns(handlers, stepLimit);
        this.asyncSteps = new AsyncSteps(queue);
    }

    /**
     * Carries requests out, each with all that it leads to.
     *
     * @param traces takes what steps leave for people; called in the course of the request, whatever becomes of it
     */
    public RequestContext.Requests requests(Consumer<TraceEntry> traces) {
        return new RequestScope(this, null, StepTable.Tracing.OFF, traces);
    }

    /**
     * Carries a request out; 0x80040315 when there is no message of its name, 0x80044182 when it is too deep in a chain of
     * requests.
     */
    OrganizationResponse execute(OrganizationRequest request, RequestContext given, RequestScope scope) {
        Message message = messages.message(request);
        Origin origin = given.origin().guarded(given.now());
        RequestContext context = origin.equals(given.origin()) ? given : given.from(origin);
        EventName name = EventName.of(request);
        StepTable table = tables.of(context);
        Bypass bypass = Bypass.of(request, context);
        Audience audience = Audience.of(context, name, bypass.told(reactions), bypass.left(table.of(name, context)));
        return audience.isEmpty()
                ? message.execute(request, context)
                : new RequestCourse(context, name, audience, this, scope.traced(table.tracing())).run(message, request);
    }

    /** The steps of the organization as they stand. */
    StepTable table(RequestContext context) {
        return tables.of(context);
    }

    StepRuns runs() {
        return runs;
    }

    AsyncSteps asyncSteps() {
        return asyncSteps;
    }
}
