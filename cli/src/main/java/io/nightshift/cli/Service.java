package io.nightshift.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API of a server, as the verbs use it. Every refusal becomes a {@link CommandFailure} with its exit code. */
final class Service {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final URI url;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    Service(String url, String token) {
        try {
            this.url = URI.create(url.replaceAll("/+$", "") + "/api/");
        } catch (IllegalArgumentException e) {
            throw badUrl(url);
        }
        if (this.url.getHost() == null) {
            throw badUrl(url);
        }
        this.token = token;
    }

    static CommandFailure badUrl(String url) {
        return new CommandFailure(
                ExitCode.USAGE,
                "'" + url + "' is not the address of a server; give one such as http://localhost:8080.");
    }

    ObjectNode get(String path, Map<String, List<String>> query) {
        return send(request(path + text(query)).GET());
    }

    ObjectNode post(String path, Map<String, List<String>> query, ObjectNode body) {
        return post(path + text(query), body);
    }

    private static String text(Map<String, List<String>> query) {
        String text = query.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }

    ObjectNode post(String path, ObjectNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(url.resolve(path))
                    .timeout(ANSWER)
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The address or the token has characters that cannot be sent; check --url and --token.");
        }
    }

    private ObjectNode send(HttpRequest.Builder request) {
        HttpResponse<String> answer;
        try {
            answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.NO_SERVER, "No server answers at " + url.resolve("/") + ": check that it runs.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.REFUSED, "Interrupted.");
        }
        JsonNode body = parsed(answer.body());
        if (answer.statusCode() >= 400) {
            throw refusal(answer.statusCode(), body);
        }
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw new CommandFailure(
                ExitCode.NO_SERVER,
                "What answers at " + url.resolve("/") + " is not a Nightshift server: check --url.");
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static CommandFailure refusal(int status, JsonNode body) {
        JsonNode error = body.path("error");
        String message = error.path("message").asString("The server answered with status " + status + ".");
        int exitCode = switch (status) {
            case 401, 403 -> ExitCode.NOT_SIGNED_IN;
            case 404 -> ExitCode.NOT_FOUND;
            case 503 -> ExitCode.NO_SERVER;
            default -> ExitCode.REFUSED;
        };
        return new CommandFailure(exitCode, error.path("code").asString(null), message);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
