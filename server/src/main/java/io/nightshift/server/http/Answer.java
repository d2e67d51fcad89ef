package io.nightshift.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An answer to a request, complete before it is sent. */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final String JSON = "application/json";

    static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON, Json.bytes(body), Map.of());
    }

    static Answer error(int status, String code, @Nullable String message) {
        return json(status, Json.error(code, message));
    }

    static Answer text(String contentType, String body) {
        return new Answer(200, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    Answer with(String header, String value) {
        return new Answer(status, contentType, body, Map.of(header, value));
    }
}
