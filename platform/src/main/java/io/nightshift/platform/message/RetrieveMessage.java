package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.RetrieveResponse;
import io.nightshift.sdk.query.ColumnSet;

/** Reads a record. */
final class RetrieveMessage implements Message {

    @Override
    public String name() {
        return RetrieveRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityReference target = request.required("Target", EntityReference.class);
        ColumnSet columns = request.required("ColumnSet", ColumnSet.class);
        return new RetrieveResponse(new RecordReader(context).retrieve(target, columns));
    }
}
