package io.nightshift.server.message;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.workflow.HttpCalls;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls an address. The data is {@code {"url": ..., "method": "GET" or "POST", "body": ..., "contenttype": ...}}; only
 * {@code url} is needed. The result is {@code {"status": ..., "body": ...}} with the first 64 kB of the answer.
 *
 * <p>An answer of 400 and above ends as the outcome table says of HTTP failures: 401 waits for a person, all others are
 * retried. Redirects are not followed. Private addresses are refused unless the setting {@code http.allow} names them.
 * The call carries the header {@code Idempotency-Key} with the operation's id, because it is made at least once.
 */
final class HttpCall implements OperationHandler {

    private static final Set<String> NAMES = Set.of("url", "method", "body", "contenttype");
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final OutboundCalls calls;

    HttpCall(OutboundCalls calls) {
        this.calls = calls;
    }

    @Override
    public Outcome handle(OperationContext context) throws Exception {
        Call call = Call.read(context.data());
        HttpCalls.Answer answer = calls.call(new HttpCalls.Call(
                context.id(), call.method(), call.uri(), Map.of("Content-Type", call.contentType()), call.body()));
        ObjectNode result =
                MAPPER.createObjectNode().put("status", answer.status()).put("body", answer.body());
        return Outcome.succeeded(MAPPER.writeValueAsString(result));
    }

    private record Call(URI uri, String method, @Nullable String body, String contentType) {

        static Call read(@Nullable String data) {
            JsonNode read;
            try {
                read = MAPPER.readTree(data == null ? "" : data);
            } catch (JacksonException e) {
                throw bad("the data is not valid JSON");
            }
            if (!(read instanceof ObjectNode object) || !NAMES.containsAll(object.propertyNames())) {
                throw bad("the data must be an object with url, method, body and contenttype");
            }
            URI uri;
            try {
                uri = URI.create(object.path("url").asString(""));
            } catch (IllegalArgumentException e) {
                throw bad("the url is not an address");
            }
            if (!OutboundCalls.isAddress(uri)) {
                throw bad("the url must be an http or https address without a user in it");
            }
            String method = object.path("method").asString("GET").toUpperCase(Locale.ROOT);
            JsonNode body = object.get("body");
            if (!method.equals("POST") && (!method.equals("GET") || body != null)) {
                throw bad("the method must be GET, without a body, or POST");
            }
            boolean text = body == null || body.isString();
            return new Call(
                    uri,
                    method,
                    body == null ? null : text ? body.asString() : MAPPER.writeValueAsString(body),
                    object.path("contenttype").asString(text ? "text/plain; charset=utf-8" : "application/json"));
        }

        private static ServiceFault bad(String why) {
            return ErrorCode.INVALID_ARGUMENT.fault("The message 'http' cannot be carried out: " + why + ".");
        }
    }
}
