package io.nightshift.client;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request of the Web API.
 *
 * @param address from the root of the Web API, encoded
 * @param headers beside those that every request has
 * @param body null when it has none
 * @param repeatable whether it comes to the same when it is carried out twice, so that it is sent again when no answer came
 */
record Call(String method, String address, Map<String, String> headers, byte @Nullable [] body, boolean repeatable) {

    private static final String JSON_TYPE = "application/json; charset=utf-8";

    Call {
        headers = Map.copyOf(headers);
    }

    Call(String method, String address, Map<String, String> headers, byte @Nullable [] body) {
        this(method, address, headers, body, false);
    }

    /** A read, with all annotations, because values cannot be told apart without them. */
    static Call get(String address) {
        return new Call("GET", address, Map.of("Prefer", "odata.include-annotations=\"*\""), null);
    }

    static Call bare(String method, String address) {
        return new Call(method, address, Map.of(), null);
    }

    static Call json(String method, String address, JsonNode body) {
        return new Call(
                method,
                address,
                Map.of("Content-Type", JSON_TYPE),
                WebApi.JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    Call with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, address, more, body, repeatable);
    }

    /** The same with an option more, encoded. */
    Call withOption(String name, String value) {
        return new Call(
                method,
                address + (address.indexOf('?') < 0 ? "?" : "&") + name + "=" + value,
                headers,
                body,
                repeatable);
    }

    /** The same, which may be carried out twice. */
    Call again() {
        return new Call(method, address, headers, body, true);
    }

    /** Whether it changes nothing, however often it is sent. */
    boolean reads() {
        return method.equals("GET");
    }

    @Override
    public String toString() {
        return method + " " + address; // a body may hold what nobody else should read
    }
}
