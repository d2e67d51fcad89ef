package io.nightshift.client;

import io.nightshift.sdk.ExecuteMultipleResponseItem;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteMultipleResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An ExecuteMultiple as one batch. */
final class MultipleRequests {

    private static final int MOST = 1000;

    private final Exchanges exchanges;
    private final List<OrganizationRequest> requests;
    private final ExecuteMultipleSettings settings;
    /** What became of the requests, by their index. */
    private final Map<Integer, ExecuteMultipleResponseItem> items = new TreeMap<>();

    MultipleRequests(Exchanges exchanges, OrganizationRequest request) {
        this.exchanges = exchanges;
        this.requests = Exchanges.requests(request);
        this.settings = request.required("Settings", ExecuteMultipleSettings.class);
        if (requests.size() > MOST) {
            throw new OrganizationServiceFault(
                    FaultCode.INVALID_ARGUMENT.code(),
                    "An ExecuteMultiple has at most " + MOST + " requests, not " + requests.size() + ".",
                    Map.of("MaxBatchSize", MOST));
        }
    }

    ExecuteMultipleResponse execute() {
        List<Integer> indexes = new ArrayList<>();
        List<Exchange> made = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            try {
                made.add(exchanges.of(requests.get(i)));
                indexes.add(i);
            } catch (WebApiFault unanswered) {
                throw unanswered;
            } catch (OrganizationServiceFault fault) {
                // What makes no sense is found out here, before anything is sent; it fails in its turn.
                items.put(i, new ExecuteMultipleResponseItem(i, null, fault));
                if (!settings.continueOnError()) {
                    break;
                }
            }
        }
        boolean failed = !made.isEmpty() && send(made, indexes);
        if (failed && !settings.continueOnError()) {
            items.keySet().removeIf(index -> index > firstFault());
        }
        return new ExecuteMultipleResponse(List.copyOf(items.values()));
    }

    private int firstFault() {
        return items.values().stream()
                .filter(item -> item.fault() != null)
                .mapToInt(ExecuteMultipleResponseItem::requestIndex)
                .min()
                .orElse(MOST);
    }

    /** Whether one of them failed. */
    private boolean send(List<Exchange> made, List<Integer> indexes) {
        List<Exchanges.Outcome> outcomes = exchanges.execute(made, settings.continueOnError());
        boolean failed = false;
        for (int i = 0; i < outcomes.size(); i++) {
            Exchanges.Outcome outcome = outcomes.get(i);
            int index = indexes.get(i);
            failed |= outcome.fault() != null;
            if (outcome.fault() != null || settings.returnResponses()) {
                items.put(index, new ExecuteMultipleResponseItem(index, outcome.response(), outcome.fault()));
            }
        }
        return failed;
    }
}
