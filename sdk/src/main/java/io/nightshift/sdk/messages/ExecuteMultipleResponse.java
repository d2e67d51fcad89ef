package io.nightshift.sdk.messages;

import io.nightshift.sdk.ExecuteMultipleResponseItem;
import io.nightshift.sdk.OrganizationResponse;
import java.util.List;

/** What {@link ExecuteMultipleRequest} answers: what became of its requests, in their order, as far as it was asked for. */
public final class ExecuteMultipleResponse extends OrganizationResponse {

    private final List<ExecuteMultipleResponseItem> responses;

    /** An answer with these items. */
    public ExecuteMultipleResponse(List<ExecuteMultipleResponseItem> responses) {
        super(ExecuteMultipleRequest.NAME);
        this.responses = List.copyOf(responses);
        set("Responses", this.responses);
        set("IsFaulted", isFaulted());
    }

    /** An item for each request that failed, and for the others where their answers were wanted. */
    public List<ExecuteMultipleResponseItem> responses() {
        return responses;
    }

    /** Whether a request failed. */
    public boolean isFaulted() {
        return responses.stream().anyMatch(item -> item.fault() != null);
    }
}
