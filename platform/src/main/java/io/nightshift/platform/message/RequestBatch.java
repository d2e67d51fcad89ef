package io.nightshift.platform.message;

import io.nightshift.sdk.ExecuteMultipleResponseItem;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteMultipleResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The requests that one request carries, in the order in which they are carried out. */
record RequestBatch(List<OrganizationRequest> requests) {

    /** As many as Dynamics takes unless its administrator says otherwise. */
    static final int MAX_SIZE = 1000;

    /** Carries out one of them: it has happened as a whole, or it throws and nothing of it has. */
    @FunctionalInterface
    interface Each {
        OrganizationResponse execute(OrganizationRequest request);
    }

    /** The parameter {@code Requests}; 0x80040203 when there are too many, with the detail MaxBatchSize. */
    static RequestBatch of(OrganizationRequest carrier) {
        List<OrganizationRequest> requests = Lists.of(carrier, "Requests", OrganizationRequest.class);
        if (requests.size() > MAX_SIZE) {
            throw new OrganizationServiceFault(
                    FaultCode.INVALID_ARGUMENT.code(),
                    carrier.requestName() + " takes at most " + MAX_SIZE + " requests; got " + requests.size()
                            + ". Nothing was done; send them in several.",
                    Map.of("MaxBatchSize", MAX_SIZE));
        }
        return new RequestBatch(requests);
    }

    /** ExecuteMultiple: one after another, whatever becomes of those before, as far as the settings say. */
    static ExecuteMultipleResponse multiple(OrganizationRequest carrier, Each each) {
        ExecuteMultipleSettings settings = carrier.required("Settings", ExecuteMultipleSettings.class);
        List<OrganizationRequest> requests = of(carrier).requests();
        List<ExecuteMultipleResponseItem> items = new ArrayList<>();
        for (int index = 0; index < requests.size(); index++) {
            try {
                OrganizationRequest request = requests.get(index);
                refuse(request, ExecuteMultipleRequest.NAME, carrier);
                OrganizationResponse response = each.execute(request);
                if (settings.returnResponses()) {
                    items.add(new ExecuteMultipleResponseItem(index, response, null));
                }
            } catch (OrganizationServiceFault fault) {
                items.add(new ExecuteMultipleResponseItem(index, null, fault));
                if (!settings.continueOnError()) {
                    break;
                }
            }
        }
        return new ExecuteMultipleResponse(items);
    }

    /** Faults when a request is of a message that this carrier may not carry. */
    static void refuse(OrganizationRequest request, String message, OrganizationRequest carrier) {
        if (request.requestName().equals(message)) {
            throw FaultCode.NOT_SUPPORTED.fault("A request of " + carrier.requestName() + " is itself an " + message
                    + ", which it cannot be; put the requests of that one here.");
        }
    }
}
