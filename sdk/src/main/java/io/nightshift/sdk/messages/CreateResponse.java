package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationResponse;
import java.util.UUID;

/** What {@link CreateRequest} answers. */
public final class CreateResponse extends OrganizationResponse {

    /** An answer. */
    public CreateResponse(UUID id) {
        super(CreateRequest.NAME);
        set("id", id);
    }

    /** The id of the new record. */
    public UUID id() {
        return required("id", UUID.class);
    }
}
