package io.nightshift.sdk.messages;

import io.nightshift.sdk.BusinessEntityChanges;
import io.nightshift.sdk.OrganizationResponse;

/** What {@link RetrieveEntityChangesRequest} answers. */
public final class RetrieveEntityChangesResponse extends OrganizationResponse {

    private final BusinessEntityChanges entityChanges;

    /** An answer with these. */
    public RetrieveEntityChangesResponse(BusinessEntityChanges entityChanges) {
        super(RetrieveEntityChangesRequest.NAME);
        this.entityChanges = entityChanges;
        set("EntityChanges", entityChanges);
    }

    /** The changes, and how to go on. */
    public BusinessEntityChanges entityChanges() {
        return entityChanges;
    }
}
