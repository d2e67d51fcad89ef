package io.nightshift.sdk.messages;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;

/** Changes the record that the target names by its id or alternate key, or creates it when there is none. */
public final class UpsertRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Upsert";

    /** A request with what the message cannot do without. */
    public UpsertRequest(Entity target) {
        super(NAME);
        set("Target", target);
    }

    /** The record. */
    public Entity target() {
        return required("Target", Entity.class);
    }
}
