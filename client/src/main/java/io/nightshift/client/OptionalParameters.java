package io.nightshift.client;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that every message takes beside its own (Dynamics: optional parameters). Within the server they stand among the
 * others; on the wire they are headers {@code MSCRM.NAME} and the option {@code tag}.
 *
 * @param headers by their names
 * @param tag null when there is none
 */
record OptionalParameters(
        Map<String, String> headers, @Nullable String tag) {

    private static final String HEADER = "MSCRM.";
    private static final String LOGIC = "BypassBusinessLogicExecution";
    private static final String TAG = "tag";
    private static final List<String> YES_OR_NO = List.of(
            "BypassCustomPluginExecution", "SuppressCallbackRegistrationExpanderJob", "SuppressDuplicateDetection");
    private static final Set<String> NAMES = Set.of(YES_OR_NO.get(0), YES_OR_NO.get(1), YES_OR_NO.get(2), LOGIC, TAG);

    OptionalParameters {
        headers = Map.copyOf(headers);
    }

    /** Whether a parameter is one of them, and none of the message's own. */
    static boolean has(String parameter) {
        return NAMES.contains(parameter);
    }

    /** Those of a request; of one that carries another, those of the other, because it is that which they are about. */
    static OptionalParameters of(OrganizationRequest request) {
        OrganizationRequest about = request.get("Request") instanceof OrganizationRequest carried ? carried : request;
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : YES_OR_NO) {
            if (Boolean.TRUE.equals(about.get(name, Boolean.class))) {
                headers.put(HEADER + name, "true");
            }
        }
        String logic = about.get(LOGIC, String.class);
        if (logic != null) {
            // It becomes a line of a request; what is no word there would be a line of its own.
            if (!logic.matches("[\\w, ]{0,100}")) {
                throw FaultCode.INVALID_ARGUMENT.fault(
                        LOGIC + " is CustomSync, CustomAsync, or both with a comma between.");
            }
            headers.put(HEADER + LOGIC, logic);
        }
        return new OptionalParameters(headers, about.get(TAG, String.class));
    }

    /** The exchange with them; of a transaction each part has its own. */
    Exchange on(Exchange exchange) {
        if (headers.isEmpty() && tag == null) {
            return exchange;
        }
        return switch (exchange) {
            case Exchange.Single single -> on(single);
            case Exchange.ChangeSet changes ->
                changes.transaction()
                        ? changes
                        : new Exchange.ChangeSet(
                                changes.parts().stream().map(this::on).toList(), changes.reading(), false);
        };
    }

    private Exchange.Single on(Exchange.Single single) {
        Call call = single.call();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            call = call.with(header.getKey(), header.getValue());
        }
        return new Exchange.Single(
                tag == null ? call : call.withOption(TAG, RecordJson.encoded(tag)), single.reading());
    }
}
