package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people have ordered not to start.
 *
 * <pre>
 * GET  /api/holds                list, the oldest first
 * POST /api/holds                place one; it answers when nothing that it covers can start any more
 * POST /api/holds/{number}/lift  lift one
 * </pre>
 */
final class HoldsApi {

    private final AsyncService service;

    HoldsApi(AsyncService service) {
        this.service = service;
    }

    ObjectNode answer(ApiCall call) throws SQLException {
        List<String> path = call.path();
        boolean post = call.method().equals("POST");
        if (path.size() == 1 && call.method().equals("GET")) {
            ObjectNode answer = Json.object();
            ArrayNode value = answer.putArray("value");
            for (Hold hold : service.holds().list()) {
                value.add(json(hold));
            }
            return answer;
        }
        if (path.size() == 1 && post) {
            return json(place(call));
        }
        if (path.size() == 3 && post && path.get(2).equals("lift")) {
            ObjectNode body = call.object();
            Json.checkNames(body, List.of("reason"));
            return json(service.holds().lift(number(path.get(1)), author(call, body)));
        }
        throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                "There is nothing to " + call.method() + " at /api/" + String.join("/", path) + ".");
    }

    private Hold place(ApiCall call) throws SQLException {
        ObjectNode body = call.object();
        Json.checkNames(
                body,
                List.of(
                        "organization",
                        "allorganizations",
                        "operationtype",
                        "messagename",
                        "dependencytoken",
                        "limitkey",
                        "reason"));
        String organization = Json.text(body, "organization");
        boolean all = body.path("allorganizations").asBoolean(false);
        if (all && organization != null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Give an 'organization' or 'allorganizations', not both.");
        }
        Integer type = Json.number(body, "operationtype");
        Hold.Target target = new Hold.Target(
                all
                        ? null
                        : Objects.requireNonNullElse(
                                organization, service.queue().organizations().defaultName()),
                type == null ? null : OperationType.of(type),
                Json.text(body, "messagename"),
                Json.text(body, "dependencytoken"),
                Json.text(body, "limitkey"));
        return service.holds().place(target, author(call, body));
    }

    private static Author author(ApiCall call, ObjectNode body) {
        return new Author(call.user(), Json.text(body, "reason"));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + text + "' is not the number of a hold.");
        }
    }

    private static ObjectNode json(Hold hold) {
        Hold.Target target = hold.target();
        OperationType type = target.type();
        return Json.object()
                .put("hold", hold.number())
                .put("target", target.toString())
                .put("organization", target.organization())
                .put("operationtype", type == null ? null : Integer.valueOf(type.code()))
                .put("messagename", target.messageName())
                .put("dependencytoken", target.token())
                .put("limitkey", target.limitKey())
                .put("author", hold.author().name())
                .put("reason", hold.author().reason())
                .put("placedon", hold.placedOn().toString());
    }
}
