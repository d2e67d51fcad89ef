package io.nightshift.server.message;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Set<String> NAMES = Set.of("url", "method", "body", "contenttype");
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final AddressRule addresses;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpCall(AddressRule addresses) {
        this.addresses = addresses;
    }

    @Override
    public Outcome handle(OperationContext context) throws Exception {
        Call call = Call.read(context.data());
        check(call.uri());
        HttpRequest request = HttpRequest.newBuilder(call.uri())
                .timeout(ANSWER)
                .header("Idempotency-Key", context.id().toString())
                .header("Content-Type", call.contentType())
                .method(call.method(), publisher(call))
                .build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        String body;
        try (InputStream in = answer.body()) {
            body = new String(in.readNBytes(MOST_ANSWER_BYTES), StandardCharsets.UTF_8).replace("\0", "");
        }
        if (answer.statusCode() >= 400) {
            throw new HttpFailure(
                    answer.statusCode(),
                    call.method() + " " + shown(call.uri()) + " was answered with " + answer.statusCode() + ".");
        }
        ObjectNode result =
                MAPPER.createObjectNode().put("status", answer.statusCode()).put("body", body);
        return Outcome.succeeded(MAPPER.writeValueAsString(result));
    }

    private void check(URI uri) throws IOException {
        if (addresses.names(uri)) {
            return;
        }
        boolean isPublic;
        try {
            isPublic = addresses.isPublic(uri);
        } catch (UnknownHostException e) {
            throw new IOException("The host " + uri.getHost() + " is not known.", e);
        }
        if (!isPublic) {
            throw ErrorCode.PRIVILEGE_DENIED.fault("The address " + shown(uri) + " is private to this server; an"
                    + " administrator can allow it with the setting http.allow.");
        }
    }

    private static HttpRequest.BodyPublisher publisher(Call call) {
        return call.body() == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(call.body());
    }

    /** Without user information and query, where secrets travel. */
    private static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + ":" + AddressRule.port(uri) + String.valueOf(uri.getRawPath());
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
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!List.of("http", "https").contains(scheme) || uri.getHost() == null || uri.getUserInfo() != null) {
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
