package io.nightshift.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests to one server, signed in as one caller, and repeats those that may be repeated. For what the organization
 * service has no words for: functions of the service itself, for example. Thread-safe.
 */
public final class WebApi {

    /** Numbers keep all their digits. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String BACKGROUND = "../../backgroundoperation/";
    private static final int UNKNOWN_CALLER = 401;

    private final HttpClient http;
    private final URI root;
    private final TokenSource tokens;
    private final Behavior behavior;

    /**
     * How requests are sent.
     *
     * @param timeout how long an answer may take
     * @param callerId the user on whose behalf the caller asks; null for itself
     * @param callerObjectId the same by the user's id in the directory
     * @param organization the organization that somebody who commands the service works in; null for the own
     */
    record Behavior(
            RetryPolicy retry,
            Pace pace,
            Duration timeout,
            @Nullable String callerId,
            @Nullable String callerObjectId,
            @Nullable String organization) {}

    WebApi(HttpClient http, URI root, TokenSource tokens, Behavior behavior) {
        this.http = http;
        this.root = root;
        this.tokens = tokens;
        this.behavior = behavior;
    }

    /** The address of the Web API, with a slash at its end. */
    public URI root() {
        return root;
    }

    Pace pace() {
        return behavior.pace();
    }

    /**
     * Reads what is at an address.
     *
     * @param address from the root of the Web API, encoded; or a whole one within it, as in {@code @odata.nextLink}
     * @throws WebApiFault when it is refused or no answer comes
     */
    public JsonNode get(String address) {
        return send(Call.get(address)).object();
    }

    /**
     * Reads a document that is no JSON.
     *
     * @param address as with {@link #get}, for example {@code $metadata}
     * @param type what is wanted, for example {@code application/xml}
     * @throws WebApiFault when it is refused or no answer comes
     */
    public String text(String address, String type) {
        return send(Call.bare("GET", address).with("Accept", type)).text();
    }

    /**
     * Sends a body and answers what comes back; missing when that is nothing.
     *
     * @param method POST, PATCH, PUT or DELETE
     * @param address from the root of the Web API, encoded
     * @param body null for none
     * @param headers beside those that every request has, for example {@code If-Match}
     * @throws WebApiFault when it is refused or no answer comes
     */
    public JsonNode send(String method, String address, @Nullable JsonNode body, Map<String, String> headers) {
        return send(made(method, address, body, headers)).json();
    }

    /**
     * Creates a record and answers its id.
     *
     * @param set the set of its entity, for example {@code accounts}
     * @throws WebApiFault when it is refused or no answer comes
     */
    public UUID create(String set, JsonNode record) {
        return send(Call.json("POST", set, record)).recordId();
    }

    /**
     * Calls a function of the Web API by its name, without asking first what it is like.
     *
     * @param name as it stands in the address, {@code Nightshift.Holds}, or {@code asyncoperations(ID)/Nightshift.Explain}
     * @param parameters texts, numbers, true or false, ids, times, and JSON; those that are null are left out
     * @throws WebApiFault when it is refused or no answer comes
     */
    public JsonNode function(String name, Map<String, ? extends @Nullable Object> parameters) {
        StringJoiner names = new StringJoiner(",", "(", ")");
        StringJoiner values = new StringJoiner("&", "?", "").setEmptyValue("");
        int number = 0;
        for (Map.Entry<String, ? extends @Nullable Object> parameter : parameters.entrySet()) {
            Object value = parameter.getValue();
            if (value != null) {
                String alias = "@p" + ++number;
                names.add(parameter.getKey() + "=" + alias);
                values.add(alias + "="
                        + RecordJson.encoded(
                                value instanceof String text ? "'" + text.replace("'", "''") + "'" : value.toString()));
            }
        }
        return get(name + names + values);
    }

    /**
     * Calls an action of the Web API by its name; missing when nothing comes back.
     *
     * @param name as it stands in the address, {@code Nightshift.PlaceHold}
     * @throws WebApiFault when it is refused or no answer comes
     */
    public JsonNode action(String name, JsonNode parameters) {
        return send("POST", name, parameters, Map.of());
    }

    private static Call made(String method, String address, @Nullable JsonNode body, Map<String, String> headers) {
        Call call = body == null ? Call.bare(method, address) : Call.json(method, address, body);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            call = call.with(header.getKey(), header.getValue());
        }
        return call;
    }

    /** The answer to a request, which went well. */
    Answer send(Call call) {
        Answer answer = ask(call);
        if (answer.failed()) {
            throw WebApiFault.of(answer);
        }
        return answer;
    }

    /** The answer to a request, whatever it says. */
    Answer ask(Call call) {
        boolean signedInAgain = false;
        int sent = 0;
        while (true) {
            String token = tokens.token();
            sent++;
            Answer answer;
            try {
                answer = exchanged(call, token);
            } catch (WebApiFault unanswered) {
                Duration wait = behavior.retry().wait(call, unanswered, sent);
                if (wait == null) {
                    throw unanswered;
                }
                pause(wait);
                continue;
            }
            if (answer.status() == UNKNOWN_CALLER && !signedInAgain && tokens.refused(token)) {
                signedInAgain = true;
                continue;
            }
            Duration wait = behavior.retry().wait(call, answer, sent);
            if (wait == null) {
                return answer;
            }
            pause(wait);
        }
    }

    void pause(Duration wait) {
        try {
            behavior.pace().pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WebApiFault.unanswered("Interrupted while waiting to ask again.", e);
        }
    }

    private Answer exchanged(Call call, String token) {
        try {
            HttpResponse<byte[]> response = http.send(request(call, token), BodyHandlers.ofByteArray());
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (ConnectException e) {
            throw WebApiFault.unanswered("No server answers at " + root.resolve("/") + ": check that it runs.", e);
        } catch (HttpTimeoutException e) {
            throw WebApiFault.unanswered(
                    "The server at " + root.resolve("/") + " has not answered within "
                            + behavior.timeout().toSeconds() + " s; what was asked for may still be done.",
                    e);
        } catch (IOException e) {
            throw WebApiFault.unanswered(
                    "The connection to " + root.resolve("/")
                            + " broke before an answer came; what was asked for may have been done.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WebApiFault.unanswered("Interrupted while waiting for the server's answer.", e);
        }
    }

    private HttpRequest request(Call call, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(call.address()))
                .timeout(behavior.timeout())
                .header("OData-Version", "4.0")
                .header("OData-MaxVersion", "4.0");
        try {
            request.header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException e) {
            // The message of the cause quotes the token.
            throw WebApiFault.notSignedIn("The token has characters that cannot be sent; check it.");
        }
        if (behavior.callerId() != null) {
            request.header("MSCRMCallerID", behavior.callerId());
        }
        if (behavior.callerObjectId() != null) {
            request.header("CallerObjectId", behavior.callerObjectId());
        }
        if (behavior.organization() != null) {
            request.header("Nightshift-Organization", behavior.organization());
        }
        request.setHeader("Accept", "application/json");
        call.headers().forEach(request::setHeader);
        byte[] body = call.body();
        return request.method(call.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
    }

    /** Where background operations are: beside the Web API, not in it. */
    String backgroundOperation(UUID id) {
        return root.resolve(BACKGROUND).toString() + id;
    }

    /** An address elsewhere would be told the token. */
    private URI address(String address) {
        URI resolved = root.resolve(address);
        if (!resolved.toString().startsWith(root.toString())
                && !resolved.toString().startsWith(root.resolve(BACKGROUND).toString())) {
            throw new IllegalArgumentException("The address " + address + " is not within " + root + ".");
        }
        return resolved;
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
