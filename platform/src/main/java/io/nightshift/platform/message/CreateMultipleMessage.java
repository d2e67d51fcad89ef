package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateMultipleResponse;

/** Creates records of one entity. */
final class CreateMultipleMessage implements Message {

    @Override
    public String name() {
        return CreateMultipleRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityCollection targets = request.required("Targets", EntityCollection.class);
        return new CreateMultipleResponse(new RecordCreation(context).create(targets.entityName(), targets.entities()));
    }
}
