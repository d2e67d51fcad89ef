package io.nightshift.server.webapi;

import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Segment;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Actions that are answered before they are done ({@code Prefer: respond-async}), what has become of them, and their end. */
final class BackgroundOperations {

    /** Where their status is: beside the Web API, not in it. */
    static final String ADDRESS = "/api/backgroundoperation/";

    static final String SEGMENT = "backgroundoperation";

    /** The actions that ExecuteAsync carries out; for others the preference is without effect, as RFC 7240 allows. */
    private static final Set<String> MESSAGES = Set.of("Merge");

    private static final OptionSetValue COMPLETED = new OptionSetValue(3);
    private static final OptionSetValue CANCELED = new OptionSetValue(32);
    private static final int FAILED = 31;

    private final Scope scope;
    private final ApiRequest request;

    BackgroundOperations(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
    }

    /** Whether the caller prefers the message so, and it can be. */
    boolean takes(OrganizationRequest message) {
        return request.prefer().respondAsync() && MESSAGES.contains(message.requestName());
    }

    ApiAnswer started(OrganizationRequest message) {
        UUID id = scope.service().execute(new ExecuteAsyncRequest(message)).required("AsyncJobId", UUID.class);
        String server = scope.root().substring(0, scope.root().indexOf("/api/data/"));
        return ApiAnswer.empty(202)
                .with("Location", server + ADDRESS + id)
                .with("x-ms-dyn-backgroundoperationid", id.toString())
                .with("Preference-Applied", "respond-async");
    }

    /** GET answers its state, DELETE cancels it. */
    ApiAnswer answer(List<Segment> segments) {
        UUID id = id(segments);
        switch (request.method()) {
            case "GET" -> {}
            case "DELETE" ->
                scope.service()
                        .update(new Entity(AsyncOperation.ENTITY, id)
                                .set("statecode", COMPLETED)
                                .set("statuscode", CANCELED));
            default -> throw RefusedException.method(request.method(), "a background operation");
        }
        Entity operation = scope.service()
                .retrieve(
                        AsyncOperation.ENTITY,
                        id,
                        ColumnSet.of("statecode", "statuscode", "errorcode", "friendlymessage"));
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.set("backgroundOperationStateCode", PropertyValues.json(operation.get("statecode")));
        body.set("backgroundOperationStatusCode", PropertyValues.json(operation.get("statuscode")));
        if (body.path("backgroundOperationStatusCode").asInt() == FAILED) {
            body.set("backgroundOperationErrorCode", PropertyValues.json(operation.get("errorcode")));
            body.set("backgroundOperationErrorMessage", PropertyValues.json(operation.get("friendlymessage")));
        }
        return ApiAnswer.json(200, body);
    }

    private static UUID id(List<Segment> segments) {
        try {
            return PropertyValues.id(segments.size() == 2 ? segments.getLast().name() : "");
        } catch (IllegalArgumentException e) {
            throw ODataCode.RESOURCE_NOT_FOUND.fault("A background operation is at " + ADDRESS + "ID.");
        }
    }
}
