package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationResponse;
import java.util.UUID;

/** What {@link WhoAmIRequest} answers. */
public final class WhoAmIResponse extends OrganizationResponse {

    /** An answer. */
    public WhoAmIResponse(UUID userId, UUID businessUnitId, UUID organizationId) {
        super(WhoAmIRequest.NAME);
        set("UserId", userId);
        set("BusinessUnitId", businessUnitId);
        set("OrganizationId", organizationId);
    }

    /** The user. */
    public UUID userId() {
        return required("UserId", UUID.class);
    }

    /** The business unit of the user. */
    public UUID businessUnitId() {
        return required("BusinessUnitId", UUID.class);
    }

    /** The organization. */
    public UUID organizationId() {
        return required("OrganizationId", UUID.class);
    }
}
