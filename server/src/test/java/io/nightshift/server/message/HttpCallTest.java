package io.nightshift.server.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The built-in message {@code http} against a real address. */
class HttpCallTest {

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path data;

    private static HttpServer address;
    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        address = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            CALLS.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            boolean again = CALLS.size() > 1 && status == 503;
            byte[] answer = "answered".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/200");
            exchange.sendResponseHeaders(again ? 200 : status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        address.start();
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(
                database, data, Map.of("--http-allow", "127.0.0.1:" + port(), "--retry-base", "100ms"), service -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
        address.stop(0);
    }

    private static int port() {
        return address.getAddress().getPort();
    }

    private static JsonNode run(String data) throws IOException, InterruptedException {
        CALLS.clear();
        String id = server.enqueue("{\"messagename\":\"http\",\"data\":" + data + "}");
        await().until(() -> List.of(30, 31, 10).contains(status(id)) && !isRetrying(id));
        JsonNode details = server.details(id);
        return ((ObjectNode) details.path("Operation").deepCopy())
                .put("result", details.path("Result").asString(""));
    }

    private static int status(String id) throws IOException, InterruptedException {
        return server.operation(id).path("statuscode").asInt();
    }

    private static boolean isRetrying(String id) throws IOException, InterruptedException {
        return server.operation(id).path("cause").asString("").equals("Retry");
    }

    private static String at(int status) {
        return "http://127.0.0.1:" + port() + "/" + status;
    }

    @Test
    void itPostsAndKeepsTheAnswer() throws Exception {
        JsonNode shown = run("{\"url\":\"" + at(200) + "?x=1\",\"method\":\"POST\",\"body\":{\"a\":1}}");
        assertThat(shown.path("statuscode").asInt()).isEqualTo(30);
        assertThat(shown.path("result").asString()).isEqualTo("{\"status\":200,\"body\":\"answered\"}");
        assertThat(CALLS)
                .containsExactly("POST /200?x=1 {\"a\":1} "
                        + shown.path("asyncoperationid").asString());
    }

    @Test
    void whatIsRefusedOnceIsTriedAgain() throws Exception {
        JsonNode shown = run("{\"url\":\"" + at(503) + "\"}");
        assertThat(shown.path("statuscode").asInt()).isEqualTo(30);
        assertThat(shown.path("attempt").asInt()).isEqualTo(2);
        assertThat(CALLS).hasSize(2);
    }

    @Test
    void anUnauthorizedCallWaitsForAPerson() throws Exception {
        JsonNode shown = run("{\"url\":\"" + at(401) + "?secret=1\"}");
        assertThat(shown.path("cause").asString()).isEqualTo("Person");
        assertThat(shown.path("message").asString()).contains("401").doesNotContain("secret");
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        assertThat(run("{\"url\":\"" + at(302) + "\"}").path("result").asString())
                .contains("302");
        assertThat(CALLS).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\"",
                "{}",
                "{\"url\":\"ftp://example.org/\"}",
                "{\"url\":\"http://user:secret@example.org/\"}",
                "{\"url\":\"http://example.org/\",\"method\":\"PUT\"}",
                "{\"url\":\"http://example.org/\",\"body\":\"x\"}",
                "{\"url\":\"http://example.org/\",\"header\":\"x\"}"
            })
    void dataThatMakesNoSenseFails(String data) throws Exception {
        JsonNode shown = run(data);
        assertThat(shown.path("statuscode").asInt()).isEqualTo(31);
        assertThat(shown.path("errorcode").asString()).isEqualTo("0x80040203");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest"})
    void privateAddressesAreRefused(String url) throws Exception {
        JsonNode shown = run("{\"url\":\"" + url + "\"}");
        assertThat(shown.path("statuscode").asInt()).isEqualTo(31);
        assertThat(shown.path("errorcode").asString()).isEqualTo("0x80040220");
        assertThat(shown.path("message").asString()).contains("http.allow");
    }
}
