package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;

/**
 * Has a request carried out in the background, as the caller, in one transaction (Dataverse: background operations). Any
 * message can be but those that have transactions of their own. Answers {@code BackgroundOperationId}, the id of an
 * operation. A request that fails for a passing reason is tried three times more and then fails.
 */
public final class ExecuteBackgroundOperationRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "ExecuteBackgroundOperation";

    /** A request to carry out another one. */
    public ExecuteBackgroundOperationRequest(OrganizationRequest request) {
        super(NAME);
        set("Request", request);
    }

    /**
     * Has an http or https address called when the operation has ended: a POST of its id, state, status and error as JSON,
     * repeated until it is answered with 200 to 299. Addresses are subject to the rules for webhooks.
     */
    public ExecuteBackgroundOperationRequest callbackUri(String address) {
        set("CallbackUri", address);
        return this;
    }
}
