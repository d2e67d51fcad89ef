package io.nightshift.server.systemjobs;

import io.nightshift.server.process.RunningServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends what a browser sends, and follows nothing by itself. */
final class PlainBrowser implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final RunningServer server;

    PlainBrowser(RunningServer server) {
        this.server = server;
    }

    HttpResponse<String> get(String path, String cookie) throws IOException, InterruptedException {
        return send(server.stranger(path).header("Cookie", cookie).GET());
    }

    HttpResponse<String> post(String path, String cookie, Map<String, String> form)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = server.stranger(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
