package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.ExecuteTransactionFault;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteTransactionResponse;
import java.util.ArrayList;
import java.util.List;

/** Requests one after another, all or none: also within a transaction that goes on after a fault. */
final class ExecuteTransactionMessage implements Message {

    @Override
    public String name() {
        return ExecuteTransactionRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        boolean wanted = Boolean.TRUE.equals(request.get("ReturnResponses", Boolean.class));
        List<OrganizationRequest> requests = RequestBatch.of(request).requests();
        List<OrganizationResponse> responses = new ArrayList<>();
        Savepoints.within(context, request, () -> {
            for (int index = 0; index < requests.size(); index++) {
                OrganizationResponse response = one(request, index, requests.get(index), context);
                if (wanted) {
                    responses.add(response);
                }
            }
            return new OrganizationResponse(name());
        });
        return new ExecuteTransactionResponse(responses);
    }

    private static OrganizationResponse one(
            OrganizationRequest carrier, int index, OrganizationRequest request, RequestContext context) {
        try {
            RequestBatch.refuse(request, ExecuteMultipleRequest.NAME, carrier);
            RequestBatch.refuse(request, ExecuteTransactionRequest.NAME, carrier);
            return context.execute(request);
        } catch (OrganizationServiceFault fault) {
            throw new ExecuteTransactionFault(index, fault);
        }
    }
}
