package io.nightshift.platform.message;

import io.nightshift.platform.query.Queries;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveMultipleResponse;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.PagingInfo;
import java.util.UUID;

/**
 * Executes the FetchXML that a record holds.
 *
 * @param kind the entity of the record
 */
record ExecuteByIdMessage(String name, String kind) implements Message {

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        UUID id = request.required("EntityId", UUID.class);
        PagingInfo page = request.get("PagingInfo", PagingInfo.class);
        Entity view = new RecordReader(context).retrieve(new EntityReference(kind, id), ColumnSet.of("fetchxml"));
        String text = view.get("fetchxml", String.class);
        if (text == null) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The " + kind + " " + id + " has no fetchxml; write its query into that attribute.");
        }
        FetchExpression fetch = new FetchExpression(text);
        return new RetrieveMultipleResponse(
                name,
                new RecordQueries(context)
                        .retrieveMultiple(
                                page == null ? fetch : Queries.expression(fetch).page(page)));
    }
}
