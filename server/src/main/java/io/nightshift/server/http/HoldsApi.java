package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.workflow.PausedWorkflows;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people have ordered not to start.
 *
 * <pre>
 * GET  /api/holds                list, the oldest first
 * POST /api/holds                place one; it answers when nothing that it covers can start any more
 * POST /api/holds/{number}/lift  lift one; of a pause of all workflows it says how many it has suspended, and with
 *                                "resume": true lets them go on
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
            return lift(number(path.get(1)), call);
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

    private ObjectNode lift(long number, ApiCall call) throws SQLException {
        ObjectNode body = call.object();
        Json.checkNames(body, List.of("reason", "resume"));
        Author author = author(call, body);
        boolean resumes = body.path("resume").asBoolean(false);
        Optional<Hold> known = service.holds().list().stream()
                .filter(hold -> hold.number() == number)
                .findFirst();
        if (resumes && known.isPresent() && !PausedWorkflows.isPause(known.get())) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "Only a hold of all workflows suspends what runs; there is nothing to"
                            + " resume, because what another one held starts by itself.");
        }
        Hold hold = service.holds().lift(number, author);
        ObjectNode answer = json(hold);
        if (PausedWorkflows.isPause(hold)) {
            PausedWorkflows paused = new PausedWorkflows(service);
            answer.put("suspended", paused.suspended(hold));
            if (resumes) {
                ArrayNode by = answer.putArray("resumedby");
                paused.resume(hold, author).forEach(id -> by.add(id.toString()));
            }
        }
        return answer;
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
