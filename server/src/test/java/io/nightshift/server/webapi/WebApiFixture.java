package io.nightshift.server.webapi;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** One server for all tests of the Web API; each works with records of its own. It ends with the test JVM. */
final class WebApiFixture {

    static final String ROOT = "/api/data/v9.2/";
    private static final TestDatabase DATABASE = TestDatabase.create(TestDatabase.Version.PG18);
    private static final RunningServer SERVER = start();

    private WebApiFixture() {}

    private static RunningServer start() {
        try {
            RunningServer server = RunningServer.start(
                    DATABASE,
                    Files.createTempDirectory("webapi"),
                    Map.of("--http-requests", "10000000", "--webhook-allow", "127.0.0.1", "--retry-base", "200ms"),
                    service -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RunningServer server() {
        return SERVER;
    }

    static TestDatabase database() {
        return DATABASE;
    }

    /** Percent-encodes everything but what addresses are made of. */
    static String encoded(String address) {
        return URLEncoder.encode(address, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%24", "$")
                .replace("%2F", "/")
                .replace("%3F", "?")
                .replace("%3D", "=")
                .replace("%26", "&")
                .replace("%2526", "%26");
    }

    static Reply get(String address, String... headers) throws Exception {
        return send("GET", address, null, headers);
    }

    static Reply post(String address, String body, String... headers) throws Exception {
        return send("POST", address, body, headers);
    }

    static Reply patch(String address, String body, String... headers) throws Exception {
        return send("PATCH", address, body, headers);
    }

    static Reply delete(String address, String... headers) throws Exception {
        return send("DELETE", address, null, headers);
    }

    static Reply send(String method, String address, String body, String... headers) throws Exception {
        HttpRequest.Builder request = SERVER.request(ROOT + encoded(address))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return SERVER.send(request);
    }

    /** Follows a link of an answer, as it was given. */
    static Reply follow(JsonNode link, String... headers) throws Exception {
        URI address = URI.create(link.asString());
        HttpRequest.Builder request = SERVER.request(address.getRawPath() + "?" + address.getRawQuery());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return SERVER.send(request);
    }

    /** Creates a record and answers its id. */
    static UUID create(String set, String body) throws Exception {
        Reply made = post(set, body);
        if (made.status() != 204) {
            throw new AssertionError(made.status() + " " + made.raw().body());
        }
        return id(made);
    }

    /** The id in the header of an answer. */
    static UUID id(Reply reply) {
        String address = reply.raw().headers().firstValue("OData-EntityId").orElseThrow();
        return UUID.fromString(address.substring(address.lastIndexOf('(') + 1, address.length() - 1));
    }

    static String header(Reply reply, String name) {
        return reply.raw().headers().firstValue(name).orElse("");
    }
}
