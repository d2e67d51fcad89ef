package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationRequest;

/** Creates records of one entity: all or none. */
public final class CreateMultipleRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "CreateMultiple";

    /** A request with what the message cannot do without. */
    public CreateMultipleRequest(EntityCollection targets) {
        super(NAME);
        set("Targets", targets);
    }

    /** The records. */
    public EntityCollection targets() {
        return required("Targets", EntityCollection.class);
    }
}
