package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;

/** Asks for the organization that answers: an {@code organization} record as {@code Detail} of the answer. */
public final class RetrieveCurrentOrganizationRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "RetrieveCurrentOrganization";

    /** A request. */
    public RetrieveCurrentOrganizationRequest() {
        super(NAME);
    }
}
