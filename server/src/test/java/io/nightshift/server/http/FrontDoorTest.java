package io.nightshift.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what everyone may see. */
class FrontDoorTest {

    private static final String ADMIN_TOKEN = "the-administrators-own-token";

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord event) {
            logged.add(event.getMessage() + " " + event.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(database, data, Map.of("--admin-token", ADMIN_TOKEN), service -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void listen() {
        listener.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(listener);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/api/elsewhere", "/elsewhere"})
    void everythingElseNeedsAToken(String path) throws Exception {
        Reply none = server.send(server.stranger(path));
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.raw().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(none.errorCode()).isEqualTo("0x80040220");

        Reply wrong = server.send(server.stranger(path).header("Authorization", "Bearer open-sesame"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.raw().headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains("invalid_token"));
        assertThat(wrong.raw().body()).doesNotContain("open-sesame");

        assertThat(logged).anyMatch(line -> line.contains("Refused GET " + path) || line.contains("Refused {}"));
        assertThat(logged).noneMatch(line -> line.contains("open-sesame"));
    }

    @Test
    void anEnqueueWithoutATokenWritesNothing() throws Exception {
        Reply refused = server.send(server.stranger("/api/data/v9.2/Nightshift.Enqueue")
                .POST(HttpRequest.BodyPublishers.ofString("{\"Operation\":{\"messagename\":\"stranger\"}}")));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(server.call("asyncoperations?$filter=messagename%20eq%20'stranger'")
                        .body()
                        .path("value"))
                .isEmpty();
    }

    @Test
    void bothTokensOpenTheDoor() throws Exception {
        Reply administrator = server.send(server.stranger("/metrics").header("Authorization", "Bearer " + ADMIN_TOKEN));
        assertThat(administrator.status()).isEqualTo(200);
        assertThat(server.get("/metrics").status()).isEqualTo(200);
        assertThat(logged).noneMatch(line -> line.contains(ADMIN_TOKEN) || line.contains(server.token()));
    }

    @Test
    void healthIsOpen() throws Exception {
        assertThat(server.send(server.stranger("/health/live")).status()).isEqualTo(200);
        Reply ready = server.send(server.stranger("/health/ready"));
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().path("ready").asBoolean()).isTrue();
    }

    @Test
    void theFirstPageSaysWhatThisIsAndNothingElse() throws Exception {
        Reply page = server.send(server.stranger("/"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.raw().body()).contains("Nightshift", "/health/live").doesNotContain(server.token(), "contoso");
        assertThat(page.raw().headers().firstValue("Server")).isEmpty();
        assertThat(page.raw().headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(server.send(server.stranger("/").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void metricsHaveTheirNames() throws Exception {
        String id = server.enqueue("{\"messagename\":\"noop\"}");
        org.awaitility.Awaitility.await()
                .until(() -> server.operation(id).path("statuscode").asInt() == 30);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(server.get("/metrics").raw().body())
                        .contains(
                                "nightshift_executions_seconds_count{outcome=\"succeed\",type=\"noop\"}",
                                "nightshift_wait_seconds_count{type=\"noop\"}",
                                "nightshift_operations{cause=\"\",organization=\"contoso\",state=\"Completed\",status=\"Succeeded\"}",
                                "nightshift_oldest_ready_age_seconds",
                                "nightshift_retries_total",
                                "nightshift_fenced_total",
                                "nightshift_rescued_total",
                                "nightshift_lease_lost_total",
                                "nightshift_running",
                                "nightshift_leaked_slots"));
    }
}
