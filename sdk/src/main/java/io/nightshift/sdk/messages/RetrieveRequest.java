package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.ColumnSet;

/** Reads a record. */
public final class RetrieveRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Retrieve";

    /** A request with what the message cannot do without. */
    public RetrieveRequest(EntityReference target, ColumnSet columnSet) {
        super(NAME);
        set("Target", target);
        set("ColumnSet", columnSet);
    }

    /** The record. */
    public EntityReference target() {
        return required("Target", EntityReference.class);
    }

    /** Which attributes are read. */
    public ColumnSet columnSet() {
        return required("ColumnSet", ColumnSet.class);
    }
}
