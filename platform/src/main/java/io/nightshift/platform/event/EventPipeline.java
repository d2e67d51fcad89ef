package io.nightshift.platform.event;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.util.List;

/**
 * The way of every request: the guard against loops, the message's main operation, and around it whoever wants to know of
 * it. Where nobody does, a request costs nothing more. Thread-safe.
 */
public final class EventPipeline implements RequestContext.Requests {

    private final MessageRegistry messages;
    private final List<Reaction> reactions;

    /** The way to these messages, with the reactions in the order in which they are told. */
    public EventPipeline(MessageRegistry messages, List<Reaction> reactions) {
        this.messages = messages;
        this.reactions = List.copyOf(reactions);
    }

    /**
     * Carries a request out; 0x80040315 when there is no message of its name, 0x80044182 when it is too deep in a chain of
     * requests.
     */
    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext given) {
        Message message = messages.message(request);
        Origin origin = given.origin().guarded(given.now());
        RequestContext context = origin.equals(given.origin()) ? given : given.from(origin);
        EventName name = EventName.of(request);
        Audience audience = Audience.of(context, name, reactions);
        return audience.isEmpty()
                ? message.execute(request, context)
                : new RequestCourse(message, context, audience).run(request, name);
    }
}
