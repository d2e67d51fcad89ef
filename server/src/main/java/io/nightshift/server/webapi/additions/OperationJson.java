package io.nightshift.server.webapi.additions;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.queue.MoveResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation as the service has it, as JSON. The names are the attributes of the Dynamics entity {@code asyncoperation}
 * where it has one, and of the same kind where it has none.
 */
final class OperationJson {

    private OperationJson() {}

    static ObjectNode of(AsyncOperation operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
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

    static ObjectNode of(MoveResult moved) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("asyncoperationid", moved.id().toString());
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
        json.putObject("error").put("code", refusal.hexCode()).put("message", refusal.getMessage());
    }

    /** Times have whole seconds on the wire. */
    static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Instant time -> time.truncatedTo(ChronoUnit.SECONDS).toString();
            default -> value.toString();
        };
    }
}
