package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationResponse;
import java.util.UUID;

/** What {@link BulkDeleteRequest} answers. */
public final class BulkDeleteResponse extends OrganizationResponse {

    /** An answer. */
    public BulkDeleteResponse(UUID jobId) {
        super(BulkDeleteRequest.NAME);
        set("JobId", jobId);
    }

    /** The id of the operation, not of its bulkdeleteoperation record; of a recurring one the id of the series. */
    public UUID jobId() {
        return required("JobId", UUID.class);
    }
}
