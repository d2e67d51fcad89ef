package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;

/** Tells who the caller is. */
public final class WhoAmIRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "WhoAmI";

    /** A request with what the message cannot do without. */
    public WhoAmIRequest() {
        super(NAME);
    }
}
