package io.nightshift.server.http;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.SystemJobs;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API answers, as JSON. The names are the attributes of the Dynamics entity {@code asyncoperation} where it has one. */
final class OperationJson {

    private OperationJson() {}

    static ObjectNode of(AsyncOperation operation) {
        ObjectNode json = Json.object();
        json.put("asyncoperationid", operation.id().toString());
        json.put("organization", operation.organization());
        json.put("name", operation.name());
        json.put("messagename", operation.messageName());
        json.put("operationtype", operation.type().code());
        json.put("type", operation.type().label());
        standing(json, operation.standing());
        json.put("retrycount", operation.retryCount());
        json.put("attempt", operation.attempt());
        json.put("postponeuntil", text(operation.postponeUntil()));
        json.put("waitsforperson", AsyncOperation.NEVER.equals(operation.postponeUntil()));
        json.put("dependencytoken", operation.token());
        json.put("holdslane", operation.holdsLane());
        limit(json, operation);
        json.put("sequence", operation.sequence());
        json.put("createdon", text(operation.createdOn()));
        json.put("startedon", text(operation.startedOn()));
        json.put("completedon", text(operation.completedOn()));
        json.put("hostid", operation.hostId());
        json.put("progress", operation.progress());
        json.put("progresstext", operation.progressText());
        json.put("errorcode", operation.errorCode() == null ? null : ErrorCode.hex(operation.errorCode()));
        json.put("message", operation.message());
        json.put("eventkey", operation.eventKey());
        json.put("isseries", operation.series());
        json.put("parentid", text(operation.parentId()));
        json.put("ownerid", text(operation.ownerId()));
        json.put("regardingobjecttype", operation.regardingType());
        json.put("regardingobjectid", text(operation.regardingId()));
        json.put("correlationid", text(operation.correlationId()));
        json.put("depth", operation.depth());
        return json;
    }

    private static void limit(ObjectNode json, AsyncOperation operation) {
        LimitKey limit = operation.limit();
        json.put("limitkey", limit == null ? null : limit.key());
        json.put("limitwidth", limit == null ? null : limit.width());
        json.put("holdslimit", operation.holdsLimit());
    }

    /** Numbers for programs, words for people. */
    static ObjectNode standing(ObjectNode json, Standing standing) {
        json.put("statecode", standing.state().code());
        json.put("statuscode", standing.status().code());
        json.put("state", standing.state().label());
        json.put("status", standing.status().label());
        json.put("cause", standing.cause() == null ? null : standing.cause().label());
        return json;
    }

    static ObjectNode of(SystemJobs.Attempt attempt) {
        return Json.object()
                .put("attempt", attempt.attempt())
                .put("hostid", attempt.host())
                .put("startedon", text(attempt.startedOn()))
                .put("endedon", text(attempt.endedOn()))
                .put("move", attempt.move())
                .put("errorcode", attempt.errorCode() == null ? null : ErrorCode.hex(attempt.errorCode()))
                .put("message", attempt.message());
    }

    static ObjectNode of(SystemJobs.LogLine line) {
        return Json.object()
                .put("line", line.line())
                .put("at", text(line.at()))
                .put("author", line.author())
                .put("message", line.message());
    }

    static ObjectNode of(Explanation explanation) {
        ObjectNode json = Json.object().put("kind", explanation.kind().name()).put("sentence", explanation.sentence());
        json.set("facts", Json.MAPPER.valueToTree(explanation.facts()));
        return json;
    }

    static ObjectNode of(MoveResult moved) {
        ObjectNode json = Json.object().put("asyncoperationid", moved.id().toString());
        if (moved.standing() != null) {
            standing(json, moved.standing());
        }
        json.put("outcome", moved.kind().name().toLowerCase(Locale.ROOT));
        if (moved.refusal() != null) {
            refused(json, moved.refusal());
        }
        return json;
    }

    static void refused(ObjectNode json, ServiceFault refusal) {
        json.put("outcome", "refused");
        json.set("error", Json.error(refusal.hexCode(), refusal.getMessage()).get("error"));
    }

    static ObjectNode of(Nodes.Node node) {
        ObjectNode json = Json.object()
                .put("name", node.name())
                .put("alive", node.alive())
                .put("draining", node.draining())
                .put("drainedby", node.drainAuthor())
                .put("drainreason", node.drainReason())
                .put("held", node.held())
                .put("slots", node.slots())
                .put("version", node.version())
                .put("startedon", text(node.startedOn()))
                .put("renewedon", text(node.renewedOn()))
                .put("endedon", text(node.endedOn()));
        ArrayNode handlers = json.putArray("handlers");
        node.handlers().forEach(handlers::add);
        return json;
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
