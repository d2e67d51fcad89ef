package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordUpsert;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.UpsertResponse;
import java.util.UUID;

/** Changes the record that the target names, or creates it, with the events of that. Two that create the same record at once: one of them is told that it exists. */
final class UpsertMessage implements Message {

    @Override
    public String name() {
        return UpsertRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        Entity target = request.required("Target", Entity.class);
        UUID id = new RecordUpsert(context).existing(target).orElse(null);
        if (id != null) {
            context.execute(new UpdateRequest(target));
            return new UpsertResponse(false, new EntityReference(target.logicalName(), id));
        }
        UUID made = context.execute(new CreateRequest(target)).required("id", UUID.class);
        return new UpsertResponse(true, new EntityReference(target.logicalName(), made));
    }
}
