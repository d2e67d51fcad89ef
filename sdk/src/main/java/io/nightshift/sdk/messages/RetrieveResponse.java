package io.nightshift.sdk.messages;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationResponse;

/** What {@link RetrieveRequest} answers. */
public final class RetrieveResponse extends OrganizationResponse {

    /** An answer. */
    public RetrieveResponse(Entity entity) {
        super(RetrieveRequest.NAME);
        set("Entity", entity);
    }

    /** The record. */
    public Entity entity() {
        return required("Entity", Entity.class);
    }
}
