package io.nightshift.server.webapi.additions;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Kept;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.PriorityClass;
import io.nightshift.operation.Recurrence;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the operation that is to be enqueued, by the names of its attributes. */
final class OperationRequest {

    private static final List<String> NAMES = List.of(
            "messagename",
            "operationtype",
            "name",
            "data",
            "dependencytoken",
            "limitkey",
            "limitwidth",
            "postponeuntil",
            "key",
            "asyncoperationid",
            "onduplicate",
            "organization",
            "parentid",
            "correlationid",
            "ownerid",
            "regardingobjectid",
            "regardingobjecttype",
            "priorityclass",
            "kept",
            "recurrencepattern",
            "recurrencestarttime",
            "timezone",
            "overlap",
            "missed");

    /** What such an operation is told is trusted, its author above all. */
    private static final String OWN_MESSAGES = "nightshift.";

    private OperationRequest() {}

    static Operation read(ObjectNode json) {
        Body body = new Body(json);
        body.checkNames(NAMES);
        Integer type = body.number("operationtype");
        String message = body.text("messagename");
        if (type == null && message == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Give the 'messagename' of a handler, an 'operationtype', or both.");
        }
        if (message != null && message.startsWith(OWN_MESSAGES)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The messages that begin with '" + OWN_MESSAGES
                    + "' are the service's own; use the request that enqueues them.");
        }
        Operation operation = Operation.of(OperationType.of(type == null ? OperationType.CUSTOM.code() : type));
        if (message != null) {
            operation = operation.message(message).name(message);
        }
        operation = operation
                .data(body.textOrJson("data"))
                .token(body.text("dependencytoken"))
                .limit(limit(body))
                .postponeUntil(body.time("postponeuntil"))
                .parent(body.id("parentid"))
                .owner(body.id("ownerid"))
                .recurrence(recurrence(body));
        operation = identity(body, operation);
        return surroundings(body, operation);
    }

    private static Operation identity(Body body, Operation operation) {
        String name = body.text("name");
        String key = body.text("key");
        UUID id = body.id("asyncoperationid");
        Operation read = operation.onDuplicate(
                body.word("onduplicate", Operation.OnDuplicate.values(), operation.onDuplicate()));
        read = name == null ? read : read.name(name);
        read = key == null ? read : read.key(key);
        return id == null ? read : read.id(id);
    }

    private static Operation surroundings(Body body, Operation operation) {
        Operation read = operation
                .kept(body.word("kept", Kept.values(), operation.kept()))
                .priorityClass(body.word("priorityclass", PriorityClass.values(), operation.priorityClass()));
        String organization = body.text("organization");
        UUID correlation = body.id("correlationid");
        UUID regarding = body.id("regardingobjectid");
        read = organization == null ? read : read.organization(organization);
        read = correlation == null ? read : read.correlation(correlation, 1);
        return regarding == null
                ? read
                : read.regarding(Objects.requireNonNullElse(body.text("regardingobjecttype"), ""), regarding);
    }

    private static @Nullable LimitKey limit(Body body) {
        String key = body.text("limitkey");
        Integer width = body.number("limitwidth");
        if (key == null && width == null) {
            return null;
        }
        if (key == null || width == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A limit needs both a 'limitkey' and a 'limitwidth', how many with the same key may run at once.");
        }
        return new LimitKey(key, width);
    }

    private static @Nullable Recurrence recurrence(Body body) {
        String pattern = body.text("recurrencepattern");
        if (pattern == null) {
            for (String name : List.of("recurrencestarttime", "timezone", "overlap", "missed")) {
                if (body.has(name)) {
                    throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' needs a 'recurrencepattern' beside it.");
                }
            }
            return null;
        }
        Recurrence recurrence = Recurrence.of(pattern);
        String zone = body.text("timezone");
        return new Recurrence(
                recurrence.pattern(),
                body.time("recurrencestarttime"),
                zone == null ? recurrence.zone() : Words.zone(zone),
                body.word("overlap", Recurrence.Overlap.values(), recurrence.overlap()),
                body.word("missed", Recurrence.Missed.values(), recurrence.missed()));
    }
}
