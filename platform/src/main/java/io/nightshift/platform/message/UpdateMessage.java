package io.nightshift.platform.message;

import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.UpdateRequest;
import java.util.List;

/** Changes a record. */
final class UpdateMessage implements Message {

    @Override
    public String name() {
        return UpdateRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        Entity target = request.required("Target", Entity.class);
        new RecordUpdate(context).update(target.logicalName(), List.of(target), Concurrency.of(request));
        return new OrganizationResponse(name());
    }
}
