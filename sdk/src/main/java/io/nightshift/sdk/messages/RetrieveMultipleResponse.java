package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationResponse;

/** What {@link RetrieveMultipleRequest} and {@link ExecuteByIdRequest} answer. */
public final class RetrieveMultipleResponse extends OrganizationResponse {

    /** An answer. */
    public RetrieveMultipleResponse(String responseName, EntityCollection entityCollection) {
        super(responseName);
        set("EntityCollection", entityCollection);
    }

    /** The records. */
    public EntityCollection entityCollection() {
        return required("EntityCollection", EntityCollection.class);
    }
}
