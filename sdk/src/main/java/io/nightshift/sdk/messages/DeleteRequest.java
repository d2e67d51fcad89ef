package io.nightshift.sdk.messages;

import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import org.jspecify.annotations.Nullable;

/** Deletes a record; a row version to compare is the parameter {@code RowVersion}. */
public final class DeleteRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Delete";

    /** A request with what the message cannot do without. */
    public DeleteRequest(EntityReference target) {
        super(NAME);
        set("Target", target);
    }

    /** The record. */
    public EntityReference target() {
        return required("Target", EntityReference.class);
    }

    /** The version that is meant to be deleted. */
    public DeleteRequest rowVersion(String value) {
        set("RowVersion", value);
        return this;
    }

    /** The version that is meant to be deleted. Null when it was not set. */
    public @Nullable String rowVersion() {
        return get("RowVersion", String.class);
    }

    /** What is done with the row version of the target. */
    public DeleteRequest concurrencyBehavior(ConcurrencyBehavior value) {
        set("ConcurrencyBehavior", value);
        return this;
    }

    /** What is done with the row version of the target. Null when it was not set. */
    public @Nullable ConcurrencyBehavior concurrencyBehavior() {
        return get("ConcurrencyBehavior", ConcurrencyBehavior.class);
    }
}
