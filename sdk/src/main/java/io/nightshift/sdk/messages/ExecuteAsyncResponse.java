package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationResponse;
import java.util.UUID;

/** What {@link ExecuteAsyncRequest} answers. */
public final class ExecuteAsyncResponse extends OrganizationResponse {

    /** An answer. */
    public ExecuteAsyncResponse(UUID asyncJobId) {
        super(ExecuteAsyncRequest.NAME);
        set("AsyncJobId", asyncJobId);
    }

    /** The id of the operation, an {@code asyncoperation}. */
    public UUID asyncJobId() {
        return required("AsyncJobId", UUID.class);
    }
}
