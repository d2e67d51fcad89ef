package io.nightshift.sdk.messages;

import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;
import org.jspecify.annotations.Nullable;

/** Changes the attributes that the target carries. */
public final class UpdateRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Update";

    /** A request with what the message cannot do without. */
    public UpdateRequest(Entity target) {
        super(NAME);
        set("Target", target);
    }

    /** The record. */
    public Entity target() {
        return required("Target", Entity.class);
    }

    /** What is done with the row version of the target. */
    public UpdateRequest concurrencyBehavior(ConcurrencyBehavior value) {
        set("ConcurrencyBehavior", value);
        return this;
    }

    /** What is done with the row version of the target. Null when it was not set. */
    public @Nullable ConcurrencyBehavior concurrencyBehavior() {
        return get("ConcurrencyBehavior", ConcurrencyBehavior.class);
    }
}
