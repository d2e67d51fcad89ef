package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.FileRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a request is sent again: a server says what it is told to, and the client's time is the test's. */
class RetryTest {

    private static final String LOCKED =
            "{\"error\":{\"code\":\"0x80044339\",\"message\":\"A lock could not be had.\"}}";
    private static final String SLOW = "{\"error\":{\"code\":\"0x80044151\",\"message\":\"It took too long.\"}}";
    private static final String BROKEN = "{\"error\":{\"code\":\"0x80040216\",\"message\":\"The database is away.\"}}";

    private static final String BLOCKS = """
            <Schema Namespace="Microsoft.Dynamics.CRM">
            <Action Name="UploadBlock"></Action><Action Name="CommitFileBlocksUpload"></Action></Schema>""";

    /** What the server answers: a status or 0 for no answer, the value of Retry-After or "", a body. */
    private record Said(int status, String retryAfter, String body) {}

    private final Deque<Said> script = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private HttpServer server;
    private NightshiftClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = client(new RetryPolicy(3, Duration.ofSeconds(10)));
    }

    private NightshiftClient client(RetryPolicy policy) {
        return NightshiftClient.at(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .token("secret-token")
                .retry(policy)
                .pace(new Pace() {
                    @Override
                    public long nanos() {
                        return 0;
                    }

                    @Override
                    public void pause(Duration length) {
                        pauses.add(length);
                    }
                })
                .open();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod());
        exchange.getRequestBody().readAllBytes();
        Said said = script.isEmpty() ? new Said(200, "", "{}") : script.removeFirst();
        if (said.status() == 0) {
            exchange.close();
            return;
        }
        if (!said.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", said.retryAfter());
        }
        byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void says(int status, String retryAfter, String body, int times) {
        for (int i = 0; i < times; i++) {
            script.add(new Said(status, retryAfter, body));
        }
    }

    @Test
    void whoeverAsksTooMuchWaitsAsLongAsTheServerSays() {
        says(429, "7", BROKEN, 2);
        client.webApi().send("POST", "accounts", null, Map.of());
        assertThat(asked).hasSize(3);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void withoutAWordOfTheServerEachWaitIsTwiceTheLast() {
        says(503, "", BROKEN, 3);
        client.webApi().get("accounts");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void afterTheLastRepetitionTheFaultIsTheServers() {
        says(503, "", BROKEN, 9);
        assertThatThrownBy(() -> client.webApi().get("accounts")).isInstanceOfSatisfying(WebApiFault.class, fault -> {
            assertThat(fault.status()).isEqualTo(503);
            assertThat(fault.is(FaultCode.UNEXPECTED)).isTrue();
        });
        assertThat(asked).hasSize(4);
    }

    @Test
    void whatMayHaveBeenDoneIsNotSentAgain() {
        says(503, "1", BROKEN, 9);
        assertThatThrownBy(() -> client.webApi().send("POST", "accounts", null, Map.of()))
                .isInstanceOf(WebApiFault.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatWasRefusedForALockIsSentAgainAndWhatTookTooLongIsNot() {
        says(503, "", LOCKED, 1);
        client.webApi().send("PATCH", "accounts", null, Map.of());
        assertThat(asked).hasSize(2);
        says(503, "", SLOW, 9);
        assertThatThrownBy(() -> client.webApi().get("accounts")).isInstanceOf(WebApiFault.class);
        assertThat(asked).hasSize(3);
    }

    @Test
    void aBlockOfAFileIsSentAgainWhenNobodyKnowsWhetherItArrived() {
        says(200, "", BLOCKS, 1);
        says(0, "", "", 2);
        says(503, "", BROKEN, 1);
        says(204, "", "", 1);
        client.execute(FileRequests.uploadBlock("token", "1", new byte[] {1}));
        assertThat(asked).hasSize(5);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        says(0, "", "", 9);
        assertThatThrownBy(() -> client.execute(FileRequests.commitUpload("token", "a", "text/plain", List.of("1"))))
                .isInstanceOfSatisfying(
                        WebApiFault.class,
                        fault -> assertThat(fault.isUnanswered()).isTrue());
        assertThat(asked).as("a file is completed once").hasSize(6);
    }

    @Test
    void aServerThatAsksForTooMuchPatienceIsNotAskedAgain() {
        says(429, "3600", BROKEN, 1);
        assertThatThrownBy(() -> client.webApi().get("accounts"))
                .isInstanceOfSatisfying(
                        WebApiFault.class,
                        fault -> assertThat(fault.retryAfter()).isEqualTo(Duration.ofHours(1)));
        assertThat(pauses).isEmpty();
    }

    @Test
    void whoeverDoesNotWantRepetitionsGetsNone() {
        says(429, "1", BROKEN, 1);
        try (NightshiftClient once = client(RetryPolicy.NEVER)) {
            assertThatThrownBy(() -> once.webApi().get("accounts")).isInstanceOf(WebApiFault.class);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsNoWebApiIsSaidToBeNone() {
        says(200, "", "<html>", 1);
        assertThatThrownBy(() -> client.webApi().get("accounts")).hasMessageContaining("check the address");
        says(502, "", "<html>Bad gateway", 1);
        assertThatThrownBy(() -> client.webApi().get("accounts"))
                .hasMessageContaining("502")
                .hasMessageNotContaining("html");
    }

    @Test
    void noServerIsAFaultOfTheNetworkWhichTellsNothingSecret() {
        int port = 1; // nobody answers there
        try (NightshiftClient nowhere = NightshiftClient.at(URI.create("http://127.0.0.1:" + port))
                .token("secret-token")
                .open()) {
            assertThatThrownBy(() -> nowhere.webApi().get("accounts"))
                    .isInstanceOfSatisfying(WebApiFault.class, fault -> {
                        assertThat(fault.isUnanswered()).isTrue();
                        assertThat(fault.is(FaultCode.NETWORK_ERROR)).isTrue();
                    })
                    .hasMessageContaining("check that it runs");
            assertThat(nowhere.toString() + nowhere.webApi()).doesNotContain("secret");
        }
        try (NightshiftClient bad = NightshiftClient.at(URI.create("http://127.0.0.1:" + port))
                .token("secret\nline")
                .open()) {
            assertThatThrownBy(() -> bad.webApi().get("accounts"))
                    .isInstanceOf(OrganizationServiceFault.class)
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    @Test
    void anAddressElsewhereIsNotToldTheToken() {
        assertThatThrownBy(() -> client.webApi().get("http://other.example/api/data/v9.2/accounts"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.webApi().get("../../../elsewhere"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(asked).isEmpty();
    }
}
