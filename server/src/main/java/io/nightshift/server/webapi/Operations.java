package io.nightshift.server.webapi;

import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.WhoAmIRequest;
import tools.jackson.databind.node.ObjectNode;

/** Functions and actions: messages of the organization service by their names. */
final class Operations {

    private final Scope scope;
    private final ApiRequest request;

    Operations(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
    }

    ApiAnswer answer(Target.Operation operation) {
        if (operation.bound() == null && operation.name().equals(WhoAmIRequest.NAME)) {
            if (!request.method().equals("GET")) {
                throw RefusedException.method(request.method(), "the function WhoAmI");
            }
            return response(scope.service().execute(new WhoAmIRequest()));
        }
        throw Addresses.unknown(operation.name());
    }

    private ApiAnswer response(OrganizationResponse response) {
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put(
                "@odata.context",
                scope.root() + "/$metadata#Microsoft.Dynamics.CRM." + response.responseName() + "Response");
        response.results().forEach((name, value) -> body.set(name, PropertyValues.json(value)));
        return ApiAnswer.json(200, body);
    }
}
