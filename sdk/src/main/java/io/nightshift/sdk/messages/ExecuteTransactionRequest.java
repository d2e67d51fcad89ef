package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;
import java.util.List;

/**
 * Carries out requests one after another in one transaction: all of them or, when one fails, none
 * ({@link io.nightshift.sdk.ExecuteTransactionFault} tells which). At most 1,000; none of them may be an ExecuteMultiple
 * or an ExecuteTransaction, but it may itself be part of an ExecuteMultiple.
 */
public final class ExecuteTransactionRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "ExecuteTransaction";

    /**
     * A request with what the message cannot do without.
     *
     * @param returnResponses whether the answers of the requests are wanted
     */
    public ExecuteTransactionRequest(List<? extends OrganizationRequest> requests, boolean returnResponses) {
        super(NAME);
        set("Requests", List.copyOf(requests));
        set("ReturnResponses", returnResponses);
    }
}
