package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;

/**
 * Requests one after another within a transaction that is somebody's already: that of a caller, or of a step. Each has a
 * savepoint, so that one that fails takes nothing else along. Where each request has a transaction of its own,
 * {@link CallerService} sees to it and this is not asked.
 */
final class ExecuteMultipleMessage implements Message {

    @Override
    public String name() {
        return ExecuteMultipleRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        return RequestBatch.multiple(request, each -> Savepoints.within(context, each));
    }
}
