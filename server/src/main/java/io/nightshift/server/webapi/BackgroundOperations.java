package io.nightshift.server.webapi;

import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.json.ValueReader;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.server.webapi.metadata.OperationSignature;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Segment;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Actions that are answered before they are done ({@code Prefer: respond-async}), what has become of them, and their end. */
final class BackgroundOperations {

    /** Where their status is: beside the Web API, not in it. */
    static final String ADDRESS = "/api/backgroundoperation/";

    static final String SEGMENT = "backgroundoperation";

    private static final OptionSetValue COMPLETED = new OptionSetValue(3);
    private static final OptionSetValue CANCELED = new OptionSetValue(32);
    private static final int SUCCEEDED = 30;
    private static final int FAILED = 31;

    private final Scope scope;
    private final ApiRequest request;

    BackgroundOperations(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
    }

    /** Whether the caller prefers the action so, and it may take long; for others that is without effect (RFC 7240). */
    boolean takes(OperationSignature signature) {
        return request.prefer().respondAsync() && signature.background();
    }

    ApiAnswer started(OrganizationRequest message) {
        OrganizationRequest background = new ExecuteBackgroundOperationRequest(message).set("StatusUri", statusUri());
        String callback = request.prefer().callback();
        if (callback != null) {
            background.set("CallbackUri", callback);
        }
        OrganizationResponse started = scope.service().execute(background);
        return ApiAnswer.empty(202)
                .with("Location", started.required("Location", String.class))
                .with(
                        "x-ms-dyn-backgroundoperationid",
                        started.required("BackgroundOperationId", UUID.class).toString())
                .with("Preference-Applied", callback == null ? "respond-async" : "respond-async,odata.callback");
    }

    /** Where the status of an operation is, but for its id. */
    private String statusUri() {
        return scope.root().substring(0, scope.root().indexOf("/api/data/")) + ADDRESS;
    }

    /** A request that names the message itself, as our own action does, is told the address as well. */
    OrganizationRequest addressed(OrganizationRequest message) {
        return message.requestName().equals(ExecuteBackgroundOperationRequest.NAME)
                ? message.set("StatusUri", statusUri())
                : message;
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
                        ColumnSet.of("name", "messagename", "statecode", "statuscode", "errorcode", "message"));
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.set("backgroundOperationStateCode", PropertyValues.json(operation.get("statecode")));
        body.set("backgroundOperationStatusCode", PropertyValues.json(operation.get("statuscode")));
        int status = body.path("backgroundOperationStatusCode").asInt();
        if (status == SUCCEEDED && ExecuteBackgroundOperationRequest.NAME.equals(operation.get("messagename"))) {
            results(body, id, operation.get("name", String.class));
        }
        if (status == FAILED) {
            body.set("backgroundOperationErrorCode", PropertyValues.json(operation.get("errorcode")));
            body.set("backgroundOperationErrorMessage", PropertyValues.json(operation.get("message")));
        }
        return ApiAnswer.json(200, body);
    }

    /** What the message would have answered. */
    private void results(ObjectNode body, UUID id, @Nullable String message) {
        try {
            String stored = scope.additions()
                    .result(scope.asker().caller().organization(), id)
                    .orElse("");
            OperationSignature signature =
                    OperationSignature.ofMessage(String.valueOf(message)).orElse(null);
            if (signature != null && stored.startsWith("{")) {
                new Operations(scope, request).write(body, signature, ValueReader.map(ValueJson.parse(stored)));
            }
        } catch (SQLException e) {
            throw new OrganizationServiceFault(
                    FaultCode.UNEXPECTED.code(), "The database did not answer what came of the operation.", e);
        }
    }

    private static UUID id(List<Segment> segments) {
        try {
            return PropertyValues.id(segments.size() == 2 ? segments.getLast().name() : "");
        } catch (IllegalArgumentException e) {
            throw ODataCode.RESOURCE_NOT_FOUND.fault("A background operation is at " + ADDRESS + "ID.");
        }
    }
}
