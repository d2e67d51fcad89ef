package io.nightshift.platform.webhook;

import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.event.ContextJson;
import io.nightshift.platform.event.HttpAnswerFault;
import io.nightshift.platform.event.Step;
import io.nightshift.platform.event.StepHandler;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext;
import io.nightshift.sdk.PluginServices;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs steps whose handler is a webhook: posts the execution context as JSON. An answer of 200 to 299 is success; any other
 * is a failure by the outcome table (401 waits for a person, the rest is tried again), and so is none. Redirects are not
 * followed. Thread-safe.
 *
 * <p>Where a host lies is looked up before each call, and the call follows within the moment for which the JDK keeps what
 * was looked up.
 */
public final class Webhooks implements StepHandler {

    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int MOST_SHOWN = 500;
    private static final String JSON = "application/json; charset=utf-8";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /**
     * How long a call may take.
     *
     * @param connect until the connection stands
     * @param whole until the end of the answer
     */
    public record Limits(Duration connect, Duration whole) {

        /** 10 and 60 seconds, as Dynamics gives a webhook. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    private final AddressRule addresses;
    private final Limits limits;
    private final HttpClient client;

    /** Webhooks at these addresses. */
    public Webhooks(AddressRule addresses, Limits limits) {
        this.addresses = addresses;
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Prepared prepare(RequestContext context, Step step) {
        Endpoint endpoint = Endpoint.of(step.handler());
        return services -> post(endpoint, services);
    }

    private void post(Endpoint endpoint, PluginServices services) throws InterruptedException {
        check(endpoint);
        HttpResponse<byte[]> answer = answer(endpoint, request(endpoint, services.context()));
        services.tracing().trace("POST " + endpoint.shown() + " was answered with " + answer.statusCode() + ".");
        requireSuccess(endpoint, answer);
    }

    /** Refuses with 0x80040203 what is no http or https address; where its host lies is checked with the call. */
    public static void requireAddress(String whose, String address) {
        Endpoint.address(whose, address);
    }

    /**
     * Posts JSON to an address that is no service endpoint's.
     *
     * @param name what people call it
     * @param operation that makes the call, at least once: it is the header {@code Idempotency-Key}
     * @return the status of the answer, 200 to 299
     * @throws HttpAnswerFault when it is answered otherwise
     * @throws OrganizationServiceFault 0x80040220 when the address is private to this server, 0x80044306 without an answer
     */
    public int post(String name, String address, UUID operation, String json) throws InterruptedException {
        URI uri = Endpoint.address("The webhook " + name, address);
        Endpoint endpoint = new Endpoint(name, uri, uri, Map.of());
        check(endpoint);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", JSON)
                .header(IDEMPOTENCY_KEY, operation.toString())
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<byte[]> answer = answer(endpoint, request);
        requireSuccess(endpoint, answer);
        return answer.statusCode();
    }

    private static void requireSuccess(Endpoint endpoint, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status < 200 || status > 299) {
            throw new HttpAnswerFault(
                    status,
                    "The webhook " + endpoint.name() + " (" + endpoint.shown() + ") answered with " + status
                            + beginning(answer.body()) + ".");
        }
    }

    private void check(Endpoint endpoint) {
        if (addresses.names(endpoint.address())) {
            return;
        }
        boolean isPublic;
        try {
            isPublic = addresses.isPublic(endpoint.address());
        } catch (UnknownHostException e) {
            throw unreached(endpoint, "its host is not known", e);
        }
        if (!isPublic) {
            throw FaultCode.PRIVILEGE_DENIED.fault("The address " + endpoint.shown() + " of the webhook "
                    + endpoint.name() + " is private to this server; an administrator can allow it with the setting"
                    + " webhook.allow.");
        }
    }

    private static HttpRequest request(Endpoint endpoint, PluginExecutionContext context) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri())
                .header("Content-Type", JSON)
                .header("x-ms-correlation-request-id", context.correlationId().toString())
                .header("x-ms-dynamics-request-name", ascii(context.messageName()))
                .header("x-ms-dynamics-entity-name", ascii(context.primaryEntityName()))
                .header("x-ms-dynamics-organization", ascii(context.organizationName()));
        UUID operation = context.operationId();
        if (operation != null) {
            // A step runs at least once: by this its receiver knows what it has had already.
            request.header(IDEMPOTENCY_KEY, operation.toString());
        }
        endpoint.headers().forEach(request::setHeader);
        return request.POST(HttpRequest.BodyPublishers.ofString(ValueJson.text(ContextJson.write(context))))
                .build();
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private HttpResponse<byte[]> answer(Endpoint endpoint, HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new FirstBytes(MOST_ANSWER_BYTES));
        try {
            return answer.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreached(
                    endpoint, "it did not answer within " + limits.whole().toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unreached(endpoint, cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        } finally {
            answer.cancel(true);
        }
    }

    private static OrganizationServiceFault unreached(Endpoint endpoint, String why, Throwable cause) {
        return new OrganizationServiceFault(
                FaultCode.NETWORK_ERROR.code(),
                "The webhook " + endpoint.name() + " (" + endpoint.shown() + ") could not be called: " + why + ".",
                cause);
    }

    private static String beginning(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        if (text.isEmpty()) {
            return "";
        }
        return ": " + (text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…");
    }
}
