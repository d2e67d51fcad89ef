package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationResponse;
import java.util.List;

/** What {@link ExecuteTransactionRequest} answers. */
public final class ExecuteTransactionResponse extends OrganizationResponse {

    private final List<OrganizationResponse> responses;

    /** An answer with these. */
    public ExecuteTransactionResponse(List<OrganizationResponse> responses) {
        super(ExecuteTransactionRequest.NAME);
        this.responses = List.copyOf(responses);
        set("Responses", this.responses);
    }

    /** The answers in the order of the requests; empty when they were not wanted. */
    public List<OrganizationResponse> responses() {
        return responses;
    }
}
