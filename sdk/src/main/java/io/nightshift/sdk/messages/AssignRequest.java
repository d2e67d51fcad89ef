package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;

/** Gives a record to another owner, with what its relationships say of its children. */
public final class AssignRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Assign";

    /** A request with what the message cannot do without. */
    public AssignRequest(EntityReference target, EntityReference assignee) {
        super(NAME);
        set("Target", target);
        set("Assignee", assignee);
    }

    /** The record. */
    public EntityReference target() {
        return required("Target", EntityReference.class);
    }

    /** The user or team that owns it from now on. */
    public EntityReference assignee() {
        return required("Assignee", EntityReference.class);
    }
}
