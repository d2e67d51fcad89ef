package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.queue.Author;
import io.nightshift.queue.RunningLimit;
import io.nightshift.queue.RunningLimits;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many operations of an organization or a type may run at a time.
 *
 * <pre>
 * GET  /api/limits                  list, the oldest first
 * POST /api/limits                  set one, in place of the one on the same thing
 * POST /api/limits/{number}/remove  remove one
 * </pre>
 */
final class LimitsApi {

    private final AsyncService service;

    LimitsApi(AsyncService service) {
        this.service = service;
    }

    ObjectNode answer(ApiCall call) throws SQLException {
        List<String> path = call.path();
        boolean post = call.method().equals("POST");
        RunningLimits limits = service.queue().limits();
        if (path.size() == 1 && call.method().equals("GET")) {
            ObjectNode answer = Json.object();
            ArrayNode value = answer.putArray("value");
            for (RunningLimit limit : limits.list()) {
                value.add(json(limit));
            }
            return answer;
        }
        if (path.size() == 1 && post) {
            return json(set(call, limits));
        }
        if (path.size() == 3 && post && path.get(2).equals("remove")) {
            ObjectNode body = call.object();
            Json.checkNames(body, List.of("reason"));
            limits.remove(number(path.get(1)), author(call, body));
            return Json.object().put("limit", number(path.get(1)));
        }
        throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                "There is nothing to " + call.method() + " at /api/" + String.join("/", path) + ".");
    }

    private RunningLimit set(ApiCall call, RunningLimits limits) throws SQLException {
        ObjectNode body = call.object();
        Json.checkNames(body, List.of("organization", "allorganizations", "operationtype", "most", "reason"));
        String organization = Json.text(body, "organization");
        boolean all = body.path("allorganizations").asBoolean(false);
        if (all && organization != null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Give an 'organization' or 'allorganizations', not both.");
        }
        Integer type = Json.number(body, "operationtype");
        Integer most = Json.number(body, "most");
        if (most == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Say with 'most' how many may run at a time.");
        }
        RunningLimit.Scope scope = new RunningLimit.Scope(
                all
                        ? null
                        : Objects.requireNonNullElse(
                                organization, service.queue().organizations().defaultName()),
                type == null ? null : OperationType.of(type));
        return limits.set(scope, most, author(call, body));
    }

    private static Author author(ApiCall call, ObjectNode body) {
        return new Author(call.user(), Json.text(body, "reason"));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + text + "' is not the number of a limit.");
        }
    }

    private static ObjectNode json(RunningLimit limit) {
        OperationType type = limit.scope().type();
        return Json.object()
                .put("limit", limit.number())
                .put("scope", limit.scope().toString())
                .put("organization", limit.scope().organization())
                .put("operationtype", type == null ? null : Integer.valueOf(type.code()))
                .put("most", limit.most())
                .put("running", limit.running())
                .put("author", limit.author().name())
                .put("reason", limit.author().reason())
                .put("seton", limit.setOn().toString());
    }
}
