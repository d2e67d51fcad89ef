package io.nightshift.platform.webhook;

import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Optional;

/** Checks a service endpoint in the transaction that registers it. Where its host lies is checked with each call. */
public final class EndpointRules implements Reaction {

    @Override
    public Optional<Interest> interest(RequestContext context, String message, String entity) {
        return entity.equals("serviceendpoint") && !message.equals("Delete")
                ? Optional.of(Interest.IN_THE_EVENT)
                : Optional.empty();
    }

    @Override
    public void react(RequestContext context, List<RecordEvent> events) {
        RecordReader reader = new RecordReader(context.unrestricted());
        events.forEach(event -> Endpoint.of(reader.retrieve(event.record(), ColumnSet.all())));
    }
}
