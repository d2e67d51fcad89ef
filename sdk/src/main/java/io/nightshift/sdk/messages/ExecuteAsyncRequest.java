package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;

/**
 * Has a request carried out in the background, as the caller. Only ImportSolution, DeleteAndPromote and Merge can be; one at
 * a time is carried out for each organization. The answer, an {@link ExecuteAsyncResponse}, has the id of the operation,
 * whose status reason tells when it has Succeeded (30), Failed (31) or was Canceled (32).
 */
public final class ExecuteAsyncRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "ExecuteAsync";

    /** A request to carry out another one. */
    public ExecuteAsyncRequest(OrganizationRequest request) {
        super(NAME);
        set("Request", request);
    }
}
