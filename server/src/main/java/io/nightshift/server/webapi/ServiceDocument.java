package io.nightshift.server.webapi;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of sets that a client finds at the root. */
final class ServiceDocument {

    private ServiceDocument() {}

    static ApiAnswer answer(Scope scope) {
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", scope.root() + "/$metadata");
        ArrayNode value = body.putArray("value");
        scope.model()
                .sets()
                .keySet()
                .forEach(set -> value.addObject()
                        .put("name", set)
                        .put("kind", "EntitySet")
                        .put("url", set));
        return ApiAnswer.json(200, body);
    }
}
