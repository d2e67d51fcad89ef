package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import java.util.List;

/** Deletes records of one entity: all or none. They are the parameter {@code Targets}. */
public final class DeleteMultipleRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "DeleteMultiple";

    /** A request with what the message cannot do without. */
    public DeleteMultipleRequest(List<EntityReference> targets) {
        super(NAME);
        set("Targets", targets);
    }
}
