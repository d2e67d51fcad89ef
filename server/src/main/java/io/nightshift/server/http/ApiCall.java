package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import io.nightshift.server.signin.Caller;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request whose sender is known.
 *
 * @param path the segments after {@code /api/}
 * @param query every value of every name after the question mark
 * @param caller who sends it
 */
record ApiCall(String method, List<String> path, Map<String, List<String>> query, byte[] body, Caller caller) {

    /** What the caller is called in records of who did what. */
    String user() {
        return caller.name();
    }

    /** The one value of a name; null when it is not given. */
    @Nullable
    String one(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'" + name + "' is given " + values.size() + " times; once is enough.");
        }
        return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    /** All values of a name, those separated by commas too. */
    List<String> all(String name) {
        return query.getOrDefault(name, List.of()).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The body, which must be one JSON object. */
    ObjectNode object() {
        try {
            JsonNode read = Json.MAPPER.readTree(body);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The body is not valid JSON: " + e.getOriginalMessage());
        }
        throw ErrorCode.INVALID_ARGUMENT.fault("The body must be a JSON object.");
    }

    static UUID id(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw notAnId(text);
        }
        throw notAnId(text);
    }

    private static RuntimeException notAnId(String text) {
        return ErrorCode.INVALID_ARGUMENT.fault("'" + text + "' is not the id of an operation; ids look like"
                + " 019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11.");
    }
}
