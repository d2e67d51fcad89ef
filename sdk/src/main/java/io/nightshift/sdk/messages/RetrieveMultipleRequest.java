package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.QueryBase;

/** Reads the records that a query asks for, a page of them. */
public final class RetrieveMultipleRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "RetrieveMultiple";

    /** A request with what the message cannot do without. */
    public RetrieveMultipleRequest(QueryBase query) {
        super(NAME);
        set("Query", query);
    }

    /** The query. */
    public QueryBase query() {
        return required("Query", QueryBase.class);
    }
}
