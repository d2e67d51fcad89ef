package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.CreateResponse;
import java.util.List;

/** Creates a record. */
final class CreateMessage implements Message {

    @Override
    public String name() {
        return CreateRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        Entity target = request.required("Target", Entity.class);
        return new CreateResponse(new RecordCreation(context)
                .create(target.logicalName(), List.of(target))
                .getFirst());
    }
}
