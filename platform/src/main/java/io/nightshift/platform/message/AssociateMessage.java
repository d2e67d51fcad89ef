package io.nightshift.platform.message;

import io.nightshift.platform.record.Associations;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssociateRequest;

/** Relates records. */
final class AssociateMessage implements Message {

    @Override
    public String name() {
        return AssociateRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        new Associations(context)
                .associate(
                        request.required("Target", EntityReference.class),
                        request.required("Relationship", Relationship.class),
                        Lists.of(request, "RelatedEntities", EntityReference.class));
        return new OrganizationResponse(name());
    }
}
