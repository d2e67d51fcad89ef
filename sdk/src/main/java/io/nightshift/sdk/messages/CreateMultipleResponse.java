package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationResponse;
import java.util.List;
import java.util.UUID;

/** What {@link CreateMultipleRequest} answers. */
public final class CreateMultipleResponse extends OrganizationResponse {

    /** An answer. */
    public CreateMultipleResponse(List<UUID> ids) {
        super(CreateMultipleRequest.NAME);
        set("Ids", ids);
    }

    /** The ids, in the order of the targets. */
    @SuppressWarnings("unchecked") // only the constructor sets it
    public List<UUID> ids() {
        return (List<UUID>) required("Ids", List.class);
    }
}
