package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import io.nightshift.server.configuration.NearestName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as this server reads and writes it. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode error(String code, @Nullable String message) {
        ObjectNode answer = object();
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }

    /** Refuses a body that says something nobody would read. */
    static void checkNames(ObjectNode body, Collection<String> known) {
        for (String name : body.propertyNames()) {
            if (!known.contains(name)) {
                throw ErrorCode.INVALID_ARGUMENT.fault(
                        "'" + name + "' is not known here: did you mean '" + NearestName.of(name, known) + "'?");
            }
        }
    }

    static @Nullable String text(ObjectNode body, String name) {
        JsonNode node = body.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be a text.");
        }
        return node.asString();
    }

    /** A text as it is, anything else as the JSON it was written in. */
    static @Nullable String textOrJson(ObjectNode body, String name) {
        JsonNode node = body.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        return node.isString() ? node.asString() : MAPPER.writeValueAsString(node);
    }

    static @Nullable Integer number(ObjectNode body, String name) {
        JsonNode node = body.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isInt()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be a whole number.");
        }
        return node.intValue();
    }

    static @Nullable UUID id(ObjectNode body, String name) {
        String text = text(body, name);
        return text == null ? null : ApiCall.id(text);
    }

    static @Nullable Instant time(ObjectNode body, String name) {
        return time(name, text(body, name));
    }

    static List<UUID> ids(ObjectNode body, String name) {
        JsonNode node = body.get(name);
        if (node == null || !node.isArray() || node.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be a list of ids with at least one.");
        }
        return node.values().stream()
                .map(id -> ApiCall.id(id.asString("")))
                .distinct()
                .toList();
    }

    /** A time with its offset; times without one would mean something else on another machine. */
    static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'" + name + "' must be a time with its offset such as 2026-12-01T08:00:00Z; got '" + text + "'.");
        }
    }
}
