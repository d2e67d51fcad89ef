package io.nightshift.sdk.messages;

import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.OrganizationRequest;
import java.util.List;

/**
 * Carries out requests one after another, each in a transaction of its own; one that fails undoes nothing of the others.
 * At most 1,000 (more are refused with 0x80040203 before anything is done, and the fault has the detail {@code MaxBatchSize}); none of them may be an ExecuteMultiple.
 */
public final class ExecuteMultipleRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "ExecuteMultiple";

    /** A request with what the message cannot do without. */
    public ExecuteMultipleRequest(List<? extends OrganizationRequest> requests, ExecuteMultipleSettings settings) {
        super(NAME);
        set("Requests", List.copyOf(requests));
        set("Settings", settings);
    }
}
