package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordDeletion;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import java.util.List;

/** Deletes records of one entity. */
final class DeleteMultipleMessage implements Message {

    @Override
    public String name() {
        return DeleteMultipleRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        List<EntityReference> targets = Lists.of(request, "Targets", EntityReference.class);
        if (!targets.isEmpty()) {
            String entity = targets.getFirst().logicalName();
            if (targets.stream().anyMatch(target -> !target.logicalName().equals(entity))) {
                throw FaultCode.INVALID_ARGUMENT.fault("All targets of one request are of one entity.");
            }
            new RecordDeletion(context)
                    .delete(entity, targets.stream().map(EntityReference::id).toList());
        }
        return new OrganizationResponse(name());
    }
}
