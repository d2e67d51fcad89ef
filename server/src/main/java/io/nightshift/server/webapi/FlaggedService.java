package io.nightshift.server.webapi;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.server.webapi.odata.ODataCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A service whose requests that change something carry the optional parameters that came as headers {@code MSCRM.NAME} and as
 * the option {@code tag}. Who may set which is asked where they are heeded.
 *
 * @param flags the parameters by their names
 */
record FlaggedService(OrganizationService service, Map<String, Object> flags) implements OrganizationService {

    private static final String PREFIX = "MSCRM.";
    private static final String LOGIC = "BypassBusinessLogicExecution";
    private static final String TAG = "tag";
    private static final int LONGEST_TAG = 4000;
    private static final List<String> YES_OR_NO =
            List.of("BypassCustomPluginExecution", "SuppressCallbackRegistrationExpanderJob");

    /** The service with what the request says; the service itself when that is nothing. */
    static OrganizationService of(OrganizationService service, ApiRequest request) {
        Map<String, Object> flags = new LinkedHashMap<>();
        for (String name : YES_OR_NO) {
            if ("true".equalsIgnoreCase(request.headers().get(PREFIX + name))) {
                flags.put(name, true);
            }
        }
        String logic = request.headers().get(PREFIX + LOGIC);
        if (logic != null && !logic.isBlank()) {
            flags.put(LOGIC, logic);
        }
        String tag = request.options().get(TAG);
        if (tag != null) {
            if (tag.length() > LONGEST_TAG) {
                throw ODataCode.INVALID_INPUT.fault("A tag has up to " + LONGEST_TAG + " characters.");
            }
            flags.put(TAG, tag);
        }
        return flags.isEmpty() ? service : new FlaggedService(service, flags);
    }

    @Override
    public Entity retrieve(String entityName, UUID id, ColumnSet columns) {
        return service.retrieve(entityName, id, columns);
    }

    @Override
    public EntityCollection retrieveMultiple(QueryBase query) {
        return service.retrieveMultiple(query);
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request) {
        // What is carried out later is carried out with them.
        OrganizationRequest flagged = request.get("Request") instanceof OrganizationRequest carried ? carried : request;
        flags.forEach(flagged::set);
        return service.execute(request);
    }
}
