package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.AssignRequest;
import java.util.List;

/** Gives a record to another owner; it is an update of the owner. */
final class AssignMessage implements Message {

    @Override
    public String name() {
        return AssignRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityReference target = request.required("Target", EntityReference.class);
        EntityReference assignee = request.required("Assignee", EntityReference.class);
        context.entity(target.logicalName()).attribute("ownerid");
        Entity change = new Entity(target.logicalName(), target.id()).set("ownerid", assignee);
        new RecordUpdate(context).update(target.logicalName(), List.of(change), ConcurrencyBehavior.ALWAYS_OVERWRITE);
        return new OrganizationResponse(name());
    }
}
