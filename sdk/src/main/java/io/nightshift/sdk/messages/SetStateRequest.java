package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;

/** Moves a record to a state; status -1 means the default status reason of the state. */
public final class SetStateRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "SetState";

    /** A request with what the message cannot do without. */
    public SetStateRequest(EntityReference entityMoniker, OptionSetValue state, OptionSetValue status) {
        super(NAME);
        set("EntityMoniker", entityMoniker);
        set("State", state);
        set("Status", status);
    }

    /** The record. */
    public EntityReference entityMoniker() {
        return required("EntityMoniker", EntityReference.class);
    }

    /** The state. */
    public OptionSetValue state() {
        return required("State", OptionSetValue.class);
    }

    /** The status reason. */
    public OptionSetValue status() {
        return required("Status", OptionSetValue.class);
    }
}
