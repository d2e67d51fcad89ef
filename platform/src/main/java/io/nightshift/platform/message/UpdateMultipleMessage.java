package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.UpdateMultipleRequest;

/** Changes records of one entity. */
final class UpdateMultipleMessage implements Message {

    @Override
    public String name() {
        return UpdateMultipleRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityCollection targets = request.required("Targets", EntityCollection.class);
        new RecordUpdate(context).update(targets.entityName(), targets.entities(), Concurrency.of(request));
        return new OrganizationResponse(name());
    }
}
