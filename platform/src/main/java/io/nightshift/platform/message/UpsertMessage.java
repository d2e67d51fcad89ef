package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordUpsert;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.UpsertResponse;

/** Changes the record that the target names, or creates it. Two that create the same record at once: one of them is told that it exists. */
final class UpsertMessage implements Message {

    @Override
    public String name() {
        return UpsertRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        Entity target = request.required("Target", Entity.class);
        RecordUpsert.Result result = new RecordUpsert(context).upsert(target);
        return new UpsertResponse(result.created(), result.record());
    }
}
