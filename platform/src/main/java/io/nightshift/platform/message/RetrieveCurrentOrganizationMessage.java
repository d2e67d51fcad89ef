package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveCurrentOrganizationRequest;

/** Tells which organization answers; every caller of it may know. */
final class RetrieveCurrentOrganizationMessage implements Message {

    @Override
    public String name() {
        return RetrieveCurrentOrganizationRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        Entity detail = new Entity("organization", context.organization().id())
                .set("organizationid", context.organization().id())
                .set("name", context.organization().name());
        return new OrganizationResponse(name()).set("Detail", detail);
    }
}
