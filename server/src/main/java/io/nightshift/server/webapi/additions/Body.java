package io.nightshift.server.webapi.additions;

import io.nightshift.operation.ErrorCode;
import io.nightshift.server.configuration.NearestName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object among the parameters, read strictly: what nobody would read is refused. */
record Body(ObjectNode json) {

    void checkNames(Collection<String> known) {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw ErrorCode.INVALID_ARGUMENT.fault(
                        "'" + name + "' is not known here: did you mean '" + NearestName.of(name, known) + "'?");
            }
        }
    }

    boolean has(String name) {
        return json.has(name);
    }

    @Nullable
    String text(String name) {
        JsonNode node = json.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be a text.");
        }
        return node.asString();
    }

    /** A text as it is, anything else as the JSON it was written in. */
    @Nullable
    String textOrJson(String name) {
        JsonNode node = json.get(name);
        return node == null || node.isNull() ? null : node.isString() ? node.asString() : node.toString();
    }

    @Nullable
    Integer number(String name) {
        JsonNode node = json.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isInt()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be a whole number.");
        }
        return node.intValue();
    }

    @Nullable
    UUID id(String name) {
        String text = text(name);
        try {
            if (text == null || text.length() == 36) {
                return text == null ? null : UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw notAnId(name, text);
        }
        throw notAnId(name, text);
    }

    private static RuntimeException notAnId(String name, String text) {
        return ErrorCode.INVALID_ARGUMENT.fault(
                "'" + name + "' must be an id such as" + " 019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11; got '" + text + "'.");
    }

    /** A time with its offset; times without one would mean something else on another machine. */
    @Nullable
    Instant time(String name) {
        String text = text(name);
        return text == null ? null : time(name, text);
    }

    static Instant time(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'" + name + "' must be a time with its offset such as 2026-12-01T08:00:00Z; got '" + text + "'.");
        }
    }

    /** One of an enum's words, in any case. */
    <T extends Enum<T>> T word(String name, T[] values, T otherwise) {
        String text = text(name);
        return text == null ? otherwise : Words.of(name, text, values);
    }
}
