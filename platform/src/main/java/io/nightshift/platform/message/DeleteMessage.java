package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordDeletion;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.DeleteRequest;

/** Deletes a record. */
final class DeleteMessage implements Message {

    @Override
    public String name() {
        return DeleteRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityReference target = request.required("Target", EntityReference.class);
        new RecordDeletion(context)
                .delete(
                        target.logicalName(),
                        target.id(),
                        request.get("RowVersion", String.class),
                        Concurrency.of(request));
        return new OrganizationResponse(name());
    }
}
