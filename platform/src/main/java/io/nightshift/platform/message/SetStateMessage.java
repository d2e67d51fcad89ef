package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.SetStateRequest;
import java.util.List;

/** Moves a record to a state; it is an update of both attributes. */
final class SetStateMessage implements Message {

    @Override
    public String name() {
        return SetStateRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityReference target = request.required("EntityMoniker", EntityReference.class);
        if (!context.entity(target.logicalName()).hasState()) {
            throw FaultCode.ENTITY_HAS_NO_STATE.fault("The entity " + target.logicalName() + " has no state.");
        }
        OptionSetValue status = request.required("Status", OptionSetValue.class);
        Entity change = new Entity(target.logicalName(), target.id())
                .set("statecode", request.required("State", OptionSetValue.class))
                .set("statuscode", status.value() == -1 ? null : status);
        new RecordUpdate(context).update(target.logicalName(), List.of(change), ConcurrencyBehavior.ALWAYS_OVERWRITE);
        return new OrganizationResponse(name());
    }
}
