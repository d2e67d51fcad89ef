package io.nightshift.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An application that exchanges its id and secret for access tokens (OAuth 2.0, RFC 6749, 4.4), each used until shortly
 * before it ends.
 */
final class ClientCredentials implements TokenSource {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Before its end a token is not used any more, so that it does not end on its way. */
    private static final long MARGIN_SECONDS = 30;

    private record Held(String token, long obtained, long seconds) {}

    private final HttpClient http;
    private final URI endpoint;
    private final String form;
    private final Pace pace;
    private @Nullable Held held;

    ClientCredentials(HttpClient http, URI endpoint, Application application, Pace pace) {
        this.http = http;
        this.endpoint = endpoint;
        this.form = "grant_type=client_credentials&client_id=" + encoded(application.id()) + "&client_secret="
                + encoded(application.secret());
        this.pace = pace;
    }

    /** An application's id and secret. */
    record Application(String id, String secret) {
        @Override
        public String toString() {
            return id; // never the secret
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized String token() {
        Held known = held;
        if (known == null
                || pace.nanos() - known.obtained()
                        > Duration.ofSeconds(known.seconds()).toNanos()) {
            known = obtained();
            held = known;
        }
        return known.token();
    }

    @Override
    public synchronized boolean refused(String token) {
        if (held != null && held.token().equals(token)) {
            held = null;
        }
        return true;
    }

    private Held obtained() {
        long now = pace.nanos();
        HttpResponse<String> response;
        try {
            response = http.send(
                    HttpRequest.newBuilder(endpoint)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw WebApiFault.unanswered("No token could be had from " + endpoint + ": it does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WebApiFault.unanswered("Interrupted while a token was asked for.", e);
        }
        JsonNode body =
                new Answer(response.statusCode(), Map.of(), response.body().getBytes(StandardCharsets.UTF_8)).json();
        String token = body.path("access_token").asString("");
        if (token.isEmpty()) {
            throw WebApiFault.notSignedIn("The application got no token from " + endpoint + ": "
                    + body.path("error_description").asString("it answered with status " + response.statusCode())
                    + " Check the client's id and secret.");
        }
        return new Held(token, now, Math.max(0, body.path("expires_in").asLong(0) - MARGIN_SECONDS));
    }

    @Override
    public String toString() {
        return "an application's credentials";
    }
}
