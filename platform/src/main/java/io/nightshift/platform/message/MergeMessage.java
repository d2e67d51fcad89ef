package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordMerge;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.MergeRequest;
import java.util.UUID;

/** Merges a record into another. */
final class MergeMessage implements Message {

    @Override
    public String name() {
        return MergeRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityReference target = request.required("Target", EntityReference.class);
        new RecordMerge(context, target.logicalName())
                .merge(
                        target.id(),
                        request.required("SubordinateId", UUID.class),
                        request.get("UpdateContent", Entity.class),
                        Boolean.TRUE.equals(request.get("PerformParentingChecks", Boolean.class)));
        return new OrganizationResponse(name());
    }
}
