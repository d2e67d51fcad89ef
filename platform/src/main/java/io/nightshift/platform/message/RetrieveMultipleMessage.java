package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveMultipleResponse;
import io.nightshift.sdk.query.QueryBase;

/** Reads the records that a query asks for. */
final class RetrieveMultipleMessage implements Message {

    @Override
    public String name() {
        return RetrieveMultipleRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        QueryBase query = request.required("Query", QueryBase.class);
        return new RetrieveMultipleResponse(name(), new RecordQueries(context).retrieveMultiple(query));
    }
}
