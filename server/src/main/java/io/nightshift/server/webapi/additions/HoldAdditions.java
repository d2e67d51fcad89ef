package io.nightshift.server.webapi.additions;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.workflow.PausedWorkflows;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people have ordered not to start. A hold on everything of an organization, or on a type of it, pauses the service in
 * that respect.
 */
final class HoldAdditions {

    private final AsyncService service;

    private HoldAdditions(AsyncService service) {
        this.service = service;
    }

    static Map<String, Addition> of(AsyncService service) {
        HoldAdditions holds = new HoldAdditions(service);
        return Map.of(
                "Holds", holds::list,
                "PlaceHold", holds::place,
                "LiftHold", holds::lift,
                "PauseService", holds::pause,
                "ResumeService", holds::resume);
    }

    private ObjectNode list(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        for (Hold hold : service.holds().list()) {
            value.add(json(hold));
        }
        return answer;
    }

    /** It answers when nothing that it covers can start any more. */
    private ObjectNode place(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        Hold.Target target = new Hold.Target(
                organization(asked),
                type(asked),
                asked.text("MessageName"),
                asked.text("DependencyToken"),
                asked.text("LimitKey"));
        return json(service.holds().place(target, asked.author()));
    }

    static @Nullable String organization(Asked asked) {
        return asked.flag("AllOrganizations") ? null : asked.organization();
    }

    static @Nullable OperationType type(Asked asked) {
        Integer type = asked.whole("OperationType");
        return type == null ? null : OperationType.of(type);
    }

    private ObjectNode lift(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        long number = asked.number("Hold");
        Optional<Hold> known = service.holds().list().stream()
                .filter(hold -> hold.number() == number)
                .findFirst();
        if (asked.flag("Resume") && known.isPresent()) {
            requirePause(known.get());
        }
        return lifted(number, asked);
    }

    private static void requirePause(Hold hold) {
        if (!PausedWorkflows.isPause(hold)) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "Only a hold of all workflows suspends what runs; there is nothing to"
                            + " resume, because what another one held starts by itself.");
        }
    }

    private ObjectNode lifted(long number, Asked asked) throws SQLException {
        Author author = asked.author();
        Hold hold = service.holds().lift(number, author);
        ObjectNode answer = json(hold);
        if (PausedWorkflows.isPause(hold)) {
            PausedWorkflows paused = new PausedWorkflows(service);
            answer.put("Suspended", paused.suspended(hold));
            if (asked.flag("Resume")) {
                ArrayNode by = answer.putArray("ResumedBy");
                paused.resume(hold, author).forEach(id -> by.add(id.toString()));
            }
        }
        return answer;
    }

    /** The same twice is one pause. */
    private ObjectNode pause(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        Optional<Hold> placed = placed(asked);
        Hold hold = placed.isPresent() ? placed.get() : service.holds().place(target(asked), asked.author());
        return json(hold).put("Already", placed.isPresent());
    }

    private ObjectNode resume(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        Optional<Hold> placed = placed(asked);
        if (placed.isEmpty()) {
            return JsonNodeFactory.instance.objectNode().putNull("Hold");
        }
        if (asked.flag("Resume")) {
            requirePause(placed.get());
        }
        return lifted(placed.get().number(), asked);
    }

    private static Hold.Target target(Asked asked) {
        return new Hold.Target(organization(asked), type(asked), null, null, null);
    }

    private Optional<Hold> placed(Asked asked) throws SQLException {
        Hold.Target target = target(asked);
        return service.holds().list().stream()
                .filter(hold -> hold.target().equals(target))
                .findFirst();
    }

    private static ObjectNode json(Hold hold) {
        Hold.Target target = hold.target();
        OperationType type = target.type();
        return JsonNodeFactory.instance
                .objectNode()
                .put("Hold", hold.number())
                .put("Target", target.toString())
                .put("Organization", target.organization())
                .put("OperationType", type == null ? null : Integer.valueOf(type.code()))
                .put("MessageName", target.messageName())
                .put("DependencyToken", target.token())
                .put("LimitKey", target.limitKey())
                .put("Author", hold.author().name())
                .put("Reason", hold.author().reason())
                .put("PlacedOn", OperationJson.text(hold.placedOn()));
    }
}
