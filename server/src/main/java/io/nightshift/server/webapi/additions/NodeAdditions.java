package io.nightshift.server.webapi.additions;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.Forecast;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.RunningLimit;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The nodes, how work is shared out among them, and how far they have come. */
final class NodeAdditions {

    private final AsyncService service;

    private NodeAdditions(AsyncService service) {
        this.service = service;
    }

    static Map<String, Addition> of(AsyncService service) {
        NodeAdditions nodes = new NodeAdditions(service);
        Map<String, Addition> all = new LinkedHashMap<>();
        all.put("Nodes", nodes::list);
        all.put("DrainNode", nodes::drain);
        all.put("ResumeNode", nodes::resume);
        all.put("Limits", nodes::limits);
        all.put("SetLimit", nodes::setLimit);
        all.put("RemoveLimit", nodes::removeLimit);
        all.put("Organizations", nodes::organizations);
        all.put("SetWeight", nodes::setWeight);
        all.put("Statistics", nodes::statistics);
        all.put("Forecast", nodes::forecast);
        return all;
    }

    /** Those that are alive, then those that ended last. */
    private ObjectNode list(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        return json(service.nodes().nodes());
    }

    private ObjectNode drain(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        return json(service.nodes().drain(asked.required("Node"), asked.author()));
    }

    private ObjectNode resume(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        return json(service.nodes().takeBack(asked.required("Node"), asked.author()));
    }

    private ObjectNode json(List<Nodes.Node> nodes) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Now", now());
        ArrayNode value = answer.putArray("value");
        for (Nodes.Node node : nodes) {
            ArrayNode handlers = value.addObject()
                    .put("Name", node.name())
                    .put("Alive", node.alive())
                    .put("Draining", node.draining())
                    .put("DrainedBy", node.drainAuthor())
                    .put("DrainReason", node.drainReason())
                    .put("Held", node.held())
                    .put("Slots", node.slots())
                    .put("Version", node.version())
                    .put("StartedOn", OperationJson.text(node.startedOn()))
                    .put("RenewedOn", OperationJson.text(node.renewedOn()))
                    .put("EndedOn", OperationJson.text(node.endedOn()))
                    .putArray("Handlers");
            node.handlers().forEach(handlers::add);
        }
        return answer;
    }

    private String now() {
        return String.valueOf(OperationJson.text(service.queue().clock().now()));
    }

    private ObjectNode limits(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        for (RunningLimit limit : service.queue().limits().list()) {
            value.add(json(limit));
        }
        return answer;
    }

    /** It replaces the limit on the same thing. */
    private ObjectNode setLimit(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        Integer most = asked.whole("Most");
        if (most == null) {
            throw Asked.missing("Most");
        }
        RunningLimit.Scope scope = new RunningLimit.Scope(HoldAdditions.organization(asked), HoldAdditions.type(asked));
        return json(service.queue().limits().set(scope, most, asked.author()));
    }

    private ObjectNode removeLimit(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        long number = asked.number("Limit");
        service.queue().limits().remove(number, asked.author());
        return JsonNodeFactory.instance.objectNode().put("Limit", number);
    }

    private static ObjectNode json(RunningLimit limit) {
        OperationType type = limit.scope().type();
        return JsonNodeFactory.instance
                .objectNode()
                .put("Limit", limit.number())
                .put("Scope", limit.scope().toString())
                .put("Organization", limit.scope().organization())
                .put("OperationType", type == null ? null : Integer.valueOf(type.code()))
                .put("Most", limit.most())
                .put("Running", limit.running())
                .put("Author", limit.author().name())
                .put("Reason", limit.author().reason())
                .put("SetOn", OperationJson.text(limit.setOn()));
    }

    private ObjectNode organizations(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        service.queue()
                .organizations()
                .list()
                .forEach(organization -> value.addObject()
                        .put("Name", organization.name())
                        .put("Weight", organization.weight())
                        .put("CreatedOn", OperationJson.text(organization.createdOn())));
        return answer;
    }

    /** An organization with the weight 3 gets three times the turns of one with the weight 1. */
    private ObjectNode setWeight(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        Integer weight = asked.whole("Weight");
        if (weight == null) {
            throw Asked.missing("Weight");
        }
        service.queue().organizations().setWeight(asked.required("Name"), weight, asked.author());
        return organizations(asked);
    }

    private ObjectNode statistics(Asked asked) throws SQLException {
        asked.asker().requireAll(AccessRight.READ);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Organization", asked.organization());
        answer.put("Now", now());
        ArrayNode counts = answer.putArray("Counts");
        service.systemJobs()
                .counts(asked.organization())
                .forEach((standing, operations) ->
                        OperationJson.standing(counts.addObject(), standing).put("operations", operations));
        AsyncService.Health health = service.health();
        answer.putObject("Node")
                .put("Name", service.nodeName())
                .put("Ready", health.ready())
                .put("Reason", health.reason())
                .put("Running", health.running())
                .put("LeakedSlots", health.leakedSlots());
        return answer;
    }

    /** For each bucket how much is ready, how fast it goes, and how long it takes. */
    private ObjectNode forecast(Asked asked) throws SQLException {
        asked.asker().requireAll(AccessRight.READ);
        Instant now = service.queue().clock().now();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Now", now()).put("Cap", Forecast.CAP);
        ArrayNode value = answer.putArray("value");
        for (Forecast forecast : service.systemJobs().forecast(asked.organization())) {
            value.add(bucket(forecast, now));
        }
        return answer;
    }

    private static ObjectNode bucket(Forecast forecast, Instant now) {
        Duration toDrain = forecast.toDrain();
        Instant oldest = forecast.oldest();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("PriorityClass", Words.word(forecast.priorityClass()))
                .put("OperationType", forecast.type().code())
                .put("Type", forecast.type().label())
                .put("MessageName", forecast.messageName())
                .put("Ready", forecast.ready())
                .put("Oldest", OperationJson.text(oldest))
                .put("PerMinute", Math.round(forecast.perMinute() * 10) / 10d);
        if (oldest != null) {
            json.put("OldestSeconds", Math.max(0, Duration.between(oldest, now).toSeconds()));
        }
        if (toDrain != null) {
            json.put("SecondsToDrain", toDrain.toSeconds());
        }
        return json;
    }
}
