package io.nightshift.sdk.messages;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Merges an account, contact or lead into another of its kind: what belongs to the subordinate belongs to the target then,
 * and the subordinate is deactivated. Both must be active. Records with very much attached are better merged by
 * {@link ExecuteAsyncRequest}.
 */
public final class MergeRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Merge";

    /**
     * A request with what the message cannot do without.
     *
     * @param target the record that stays
     * @param subordinateId the record of the same entity that is merged into it
     */
    public MergeRequest(EntityReference target, UUID subordinateId) {
        super(NAME);
        set("Target", target);
        set("SubordinateId", subordinateId);
        set("PerformParentingChecks", false);
    }

    /** Attributes that the target takes over; null changes nothing. */
    public MergeRequest updateContent(@Nullable Entity content) {
        set("UpdateContent", content);
        return this;
    }

    /** Refuses the merge when the subordinate would lose its parent or get another one. */
    public MergeRequest performParentingChecks(boolean checks) {
        set("PerformParentingChecks", checks);
        return this;
    }
}
