package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationResponse;

/** What {@link UpsertRequest} answers. */
public final class UpsertResponse extends OrganizationResponse {

    /** An answer. */
    public UpsertResponse(boolean recordCreated, EntityReference target) {
        super(UpsertRequest.NAME);
        set("RecordCreated", recordCreated);
        set("Target", target);
    }

    /** Whether there was none. */
    public boolean recordCreated() {
        return required("RecordCreated", Boolean.class);
    }

    /** The record. */
    public EntityReference target() {
        return required("Target", EntityReference.class);
    }
}
