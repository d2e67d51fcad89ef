package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;

/** Asks for the version of the service: {@code Version} of the answer. Clients choose by it what they may ask for. */
public final class RetrieveVersionRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "RetrieveVersion";

    /** A request. */
    public RetrieveVersionRequest() {
        super(NAME);
    }
}
