package io.nightshift.server.message;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.workflow.HttpCalls;
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
import org.jspecify.annotations.Nullable;

/**
 * Calls the addresses that operations may call: http and https, not private unless allowed, without following redirects. A
 * call carries the header {@code Idempotency-Key} with the operation's id, because it is made at least once. Thread-safe.
 */
public final class OutboundCalls implements HttpCalls {

    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final AddressRule addresses;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param allowed private hosts that may be called, as {@code HOST} or {@code HOST:PORT} */
    public OutboundCalls(List<String> allowed) {
        this.addresses = new AddressRule(allowed);
    }

    /**
     * Calls.
     *
     * @throws HttpFailure when the answer is 400 or above
     * @throws ServiceFault for what may not be called, or cannot be; 0x80044306 when the network
     *     fails, also in the middle of an answer
     */
    @Override
    public Answer call(Call call) throws InterruptedException {
        URI uri = call.endpoint();
        check(uri);
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(uri).timeout(ANSWER).method(call.method(), publisher(call.body()));
            call.headers().forEach(request::setHeader);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The call of " + shown(uri) + " has a header that cannot be sent.");
        }
        request.setHeader("Idempotency-Key", call.operation().toString());
        Answer answer;
        try {
            answer = send(request.build());
        } catch (IOException e) {
            throw network(call.method() + " " + shown(uri) + " had no answer: " + said(e) + ".", e);
        }
        if (answer.status() >= 400) {
            throw new HttpFailure(
                    answer.status(), call.method() + " " + shown(uri) + " was answered with " + answer.status() + ".");
        }
        return answer;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            return new Answer(
                    answer.statusCode(),
                    new String(in.readNBytes(MOST_ANSWER_BYTES), StandardCharsets.UTF_8).replace("\0", ""));
        }
    }

    private static ServiceFault network(String message, IOException e) {
        return new ServiceFault(ErrorCode.NETWORK_ERROR.code(), message, null, e);
    }

    /** The JDK says of a refused connection nothing but its type. */
    private static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Whether it is an address at all that may be called: http or https, with a host and without a user. */
    static boolean isAddress(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return List.of("http", "https").contains(scheme) && uri.getHost() != null && uri.getUserInfo() == null;
    }

    private void check(URI uri) {
        if (!isAddress(uri)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("An http or https address without a user in it is expected.");
        }
        if (addresses.names(uri)) {
            return;
        }
        boolean isPublic;
        try {
            isPublic = addresses.isPublic(uri);
        } catch (UnknownHostException e) {
            throw network("The host " + uri.getHost() + " is not known.", e);
        }
        if (!isPublic) {
            throw ErrorCode.PRIVILEGE_DENIED.fault("The address " + shown(uri) + " is private to this server; an"
                    + " administrator can allow it with the setting http.allow.");
        }
    }

    private static HttpRequest.BodyPublisher publisher(@Nullable String body) {
        return body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
    }

    /** Without user information and query, where secrets travel. */
    private static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + ":" + AddressRule.port(uri) + String.valueOf(uri.getRawPath());
    }
}
