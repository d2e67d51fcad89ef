package io.nightshift.sdk.messages;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;

/** Creates a record. */
public final class CreateRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Create";

    /** A request with what the message cannot do without. */
    public CreateRequest(Entity target) {
        super(NAME);
        set("Target", target);
    }

    /** The record. */
    public Entity target() {
        return required("Target", Entity.class);
    }
}
