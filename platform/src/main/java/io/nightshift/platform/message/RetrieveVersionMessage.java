package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveVersionRequest;

/** Tells the version of the contract that is kept, in the form of Dynamics: clients compare it with what they know. */
final class RetrieveVersionMessage implements Message {

    private static final String VERSION = "9.2.0.0";

    @Override
    public String name() {
        return RetrieveVersionRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        return new OrganizationResponse(name()).set("Version", VERSION);
    }
}
