package io.nightshift.server.webapi;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer of the Web API.
 *
 * @param body complete before it is sent; empty beside a stream
 * @param stream a file that is read while it is sent; null for everything else
 */
record ApiAnswer(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable FileStream stream) {

    /** JSON as the Web API reads and writes it: numbers exactly, and no name twice. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static final String TYPE = "Content-Type";
    private static final String JSON_TYPE = "application/json; odata.metadata=minimal";

    ApiAnswer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    ApiAnswer(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, null);
    }

    static ApiAnswer json(int status, JsonNode body) {
        return new ApiAnswer(status, Map.of(TYPE, JSON_TYPE), bytes(JSON.writeValueAsString(body)));
    }

    /** A document that is no answer of OData. */
    static ApiAnswer plainJson(JsonNode body) {
        return text("application/json", JSON.writeValueAsString(body));
    }

    static ApiAnswer text(String type, String body) {
        return new ApiAnswer(200, Map.of(TYPE, type), bytes(body));
    }

    static ApiAnswer noContent() {
        return new ApiAnswer(204, Map.of(), new byte[0]);
    }

    static ApiAnswer empty(int status) {
        return new ApiAnswer(status, Map.of(), new byte[0]);
    }

    static ApiAnswer error(int status, String code, @Nullable String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message == null ? "" : message);
        return json(status, body);
    }

    /** The same with a header more; one without a value is left out. */
    ApiAnswer with(String header, String value) {
        if (value.isEmpty()) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiAnswer(status, more, body, stream);
    }

    /** The same with this body. */
    ApiAnswer streamed(FileStream file) {
        return new ApiAnswer(status, headers, body, file);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
