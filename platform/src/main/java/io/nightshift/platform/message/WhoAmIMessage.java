package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.messages.WhoAmIResponse;
import java.util.UUID;

/** Tells who the caller is. */
final class WhoAmIMessage implements Message {

    @Override
    public String name() {
        return WhoAmIRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        UUID unit = context.access().businessUnitId();
        if (unit == null) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault("The caller belongs to no business unit.");
        }
        return new WhoAmIResponse(context.userId(), unit, context.organization().id());
    }
}
