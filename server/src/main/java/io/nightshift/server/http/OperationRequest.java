package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Kept;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.PriorityClass;
import io.nightshift.operation.Recurrence;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of an enqueue. */
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

    static Operation read(ObjectNode body) {
        Json.checkNames(body, NAMES);
        Integer type = Json.number(body, "operationtype");
        String message = Json.text(body, "messagename");
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
                .data(Json.textOrJson(body, "data"))
                .token(Json.text(body, "dependencytoken"))
                .limit(limit(body))
                .postponeUntil(Json.time(body, "postponeuntil"))
                .parent(Json.id(body, "parentid"))
                .owner(Json.id(body, "ownerid"))
                .recurrence(recurrence(body));
        operation = identity(body, operation);
        return surroundings(body, operation);
    }

    private static Operation identity(ObjectNode body, Operation operation) {
        String name = Json.text(body, "name");
        String key = Json.text(body, "key");
        UUID id = Json.id(body, "asyncoperationid");
        Operation read = operation.onDuplicate(
                word(body, "onduplicate", Operation.OnDuplicate.values(), operation.onDuplicate()));
        read = name == null ? read : read.name(name);
        read = key == null ? read : read.key(key);
        return id == null ? read : read.id(id);
    }

    private static Operation surroundings(ObjectNode body, Operation operation) {
        Operation read = operation
                .kept(word(body, "kept", Kept.values(), operation.kept()))
                .priorityClass(word(body, "priorityclass", PriorityClass.values(), operation.priorityClass()));
        String organization = Json.text(body, "organization");
        UUID correlation = Json.id(body, "correlationid");
        UUID regarding = Json.id(body, "regardingobjectid");
        read = organization == null ? read : read.organization(organization);
        read = correlation == null ? read : read.correlation(correlation, 1);
        return regarding == null
                ? read
                : read.regarding(Objects.requireNonNullElse(Json.text(body, "regardingobjecttype"), ""), regarding);
    }

    private static @Nullable LimitKey limit(ObjectNode body) {
        String key = Json.text(body, "limitkey");
        Integer width = Json.number(body, "limitwidth");
        if (key == null && width == null) {
            return null;
        }
        if (key == null || width == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A limit needs both a 'limitkey' and a 'limitwidth', how many with the same key may run at once.");
        }
        return new LimitKey(key, width);
    }

    private static @Nullable Recurrence recurrence(ObjectNode body) {
        String pattern = Json.text(body, "recurrencepattern");
        if (pattern == null) {
            for (String name : List.of("recurrencestarttime", "timezone", "overlap", "missed")) {
                if (body.has(name)) {
                    throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' needs a 'recurrencepattern' beside it.");
                }
            }
            return null;
        }
        Recurrence recurrence = Recurrence.of(pattern);
        String zone = Json.text(body, "timezone");
        return new Recurrence(
                recurrence.pattern(),
                Json.time(body, "recurrencestarttime"),
                zone == null ? recurrence.zone() : zone(zone),
                word(body, "overlap", Recurrence.Overlap.values(), recurrence.overlap()),
                word(body, "missed", Recurrence.Missed.values(), recurrence.missed()));
    }

    /** A time zone by its name. */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "There is no time zone '" + name + "'; give one such as Europe/Berlin.");
        }
    }

    /** One of an enum's words, in any case. */
    static <T extends Enum<T>> T word(ObjectNode body, String name, T[] values, T otherwise) {
        String text = Json.text(body, name);
        return text == null ? otherwise : word(name, text, values);
    }

    static <T extends Enum<T>> T word(String name, String text, T[] values) {
        for (T value : values) {
            if (value.name()
                    .equals(text.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_'))) {
                return value;
            }
        }
        List<String> known = List.of(values).stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        throw ErrorCode.INVALID_ARGUMENT.fault(
                "'" + text + "' cannot stand for '" + name + "'; use one of " + String.join(", ", known) + ".");
    }
}
