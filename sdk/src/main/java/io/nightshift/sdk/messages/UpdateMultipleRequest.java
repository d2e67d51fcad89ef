package io.nightshift.sdk.messages;

import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationRequest;
import org.jspecify.annotations.Nullable;

/** Changes records of one entity: all or none. */
public final class UpdateMultipleRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "UpdateMultiple";

    /** A request with what the message cannot do without. */
    public UpdateMultipleRequest(EntityCollection targets) {
        super(NAME);
        set("Targets", targets);
    }

    /** The records. */
    public EntityCollection targets() {
        return required("Targets", EntityCollection.class);
    }

    /** What is done with the row version of the target. */
    public UpdateMultipleRequest concurrencyBehavior(ConcurrencyBehavior value) {
        set("ConcurrencyBehavior", value);
        return this;
    }

    /** What is done with the row version of the target. Null when it was not set. */
    public @Nullable ConcurrencyBehavior concurrencyBehavior() {
        return get("ConcurrencyBehavior", ConcurrencyBehavior.class);
    }
}
