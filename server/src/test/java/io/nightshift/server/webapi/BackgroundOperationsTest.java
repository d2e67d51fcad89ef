package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.header;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Actions that are answered before they are done: their status, their results, and whom they call when they have ended. */
class BackgroundOperationsTest {

    private static final String STATUS = "/api/backgroundoperation/";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String name = "B" + UUID.randomUUID();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    /** A call that came. */
    private record Call(String method, String query, String key, JsonNode body) {}

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    /** The first call at {@code /busy} is refused. */
    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.add(new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawQuery(),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes())));
            boolean refused = exchange.getRequestURI().getPath().equals("/busy") && calls.size() == 1;
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
        }
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private String prefer(String host, String path) {
        return "odata.include-annotations=\"*\",respond-async,odata.callback;url=\"http://" + host + ":"
                + receiver.getAddress().getPort() + path + "\"";
    }

    private static Reply status(String id) throws Exception {
        return WebApiFixture.server().get(STATUS + id);
    }

    private static Reply ended(String id) {
        return await().atMost(LONG)
                .until(
                        () -> status(id),
                        reply -> reply.body()
                                        .path("backgroundOperationStateCode")
                                        .asInt()
                                == 3);
    }

    private Call called(int which) {
        await().atMost(LONG).until(() -> calls.size() > which);
        return calls.get(which);
    }

    private String accounts() {
        return "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"" + name
                + "\"},{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"" + name + "\"}]}";
    }

    @Test
    void theCallbackTellsWhatTheStatusTells() throws Exception {
        Reply accepted = post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                accounts(),
                "Prefer",
                prefer("127.0.0.1", "/done?sig=a%2Cb"));
        assertThat(accepted.status()).as(accepted.raw().body()).isEqualTo(202);
        assertThat(header(accepted, "Preference-Applied")).isEqualTo("respond-async,odata.callback");
        String id = header(accepted, "x-ms-dyn-backgroundoperationid");
        Reply done = ended(id);
        assertThat(done.body().path("backgroundOperationStatusCode").asInt()).isEqualTo(30);
        assertThat(done.body().path("Ids")).hasSize(2);
        assertThat(get("accounts/$count?$filter=name eq '" + name + "'").raw().body())
                .isEqualTo("2");
        Call call = called(0);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.query()).isEqualTo("sig=a%2Cb");
        assertThat(call.key()).isNotBlank().isNotEqualTo(id);
        assertThat(call.body().path("backgroundOperationId").asString()).isEqualTo(id);
        assertThat(call.body().path("location").asString()).isEqualTo(header(accepted, "Location"));
        assertThat(call.body().path("backgroundOperationStateCode").asInt()).isEqualTo(3);
        assertThat(call.body().path("backgroundOperationStatusCode").asInt()).isEqualTo(30);
        assertThat(call.body().has("backgroundOperationErrorCode")).isFalse();
    }

    @Test
    void aCallThatIsRefusedIsMadeAgainAndTellsTheError() throws Exception {
        UUID same = create("accounts", "{\"name\":\"" + name + "\"}");
        String account = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\"" + same + "\"}";
        Reply accepted = post(
                "Merge",
                "{\"Target\":" + account + ",\"Subordinate\":" + account + ",\"PerformParentingChecks\":false}",
                "Prefer",
                prefer("127.0.0.1", "/busy"));
        assertThat(accepted.status()).as(accepted.raw().body()).isEqualTo(202);
        Reply failed = ended(header(accepted, "x-ms-dyn-backgroundoperationid"));
        assertThat(failed.body().path("backgroundOperationStatusCode").asInt()).isEqualTo(31);
        assertThat(failed.body().path("backgroundOperationErrorMessage").asString())
                .isNotBlank();
        Call again = called(1);
        assertThat(again.key()).isEqualTo(calls.getFirst().key());
        assertThat(again.body().path("backgroundOperationStatusCode").asInt()).isEqualTo(31);
        assertThat(again.body().path("backgroundOperationErrorCode"))
                .isEqualTo(failed.body().path("backgroundOperationErrorCode"));
        assertThat(again.body().path("backgroundOperationErrorMessage").asString())
                .isEqualTo(failed.body().path("backgroundOperationErrorMessage").asString());
    }

    @Test
    void whatIsCanceledIsToldToo() throws Exception {
        var holds = WebApiFixture.server().service().queue().holds();
        Hold hold = holds.place(Hold.Target.message("contoso", "ExecuteBackgroundOperation"), Author.of("test"));
        try {
            Reply accepted = post(
                    "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                    accounts(),
                    "Prefer",
                    prefer("127.0.0.1", "/canceled"));
            String id = header(accepted, "x-ms-dyn-backgroundoperationid");
            Reply canceled = WebApiFixture.server()
                    .send(WebApiFixture.server().request(STATUS + id).DELETE());
            assertThat(canceled.status()).as(canceled.raw().body()).isEqualTo(200);
            assertThat(canceled.body().path("backgroundOperationStatusCode").asInt())
                    .isEqualTo(32);
        } finally {
            holds.lift(hold.number(), Author.of("test"));
        }
        assertThat(called(0).body().path("backgroundOperationStatusCode").asInt())
                .isEqualTo(32);
        assertThat(get("accounts/$count?$filter=name eq '" + name + "'").raw().body())
                .isEqualTo("0");
    }

    @Test
    void aPrivateAddressIsNotCalled() throws Exception {
        Reply accepted = post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple", accounts(), "Prefer", prefer("localhost", "/no"));
        assertThat(accepted.status()).isEqualTo(202);
        String id = header(accepted, "x-ms-dyn-backgroundoperationid");
        JsonNode call = await().atMost(LONG)
                .until(
                        () -> get("asyncoperations?$select=statuscode,errorcode,message&$filter="
                                        + "_parentasyncoperationid_value eq " + id)
                                .body()
                                .path("value")
                                .path(0),
                        found -> found.path("statuscode").asInt() == 31);
        assertThat(call.path("message").asString()).contains("private to this server", "webhook.allow");
        assertThat(calls).isEmpty();
    }

    @Test
    void whatIsNoAddressIsRefusedAndNothingIsDone() throws Exception {
        for (String address : List.of("ftp://127.0.0.1/", "http://user@127.0.0.1/", "x", "http:///x", "")) {
            Reply refused = post(
                    "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                    accounts(),
                    "Prefer",
                    "respond-async,odata.callback;url=\"" + address + "\"");
            assertThat(refused.status()).as(address).isEqualTo(400);
            assertThat(refused.errorCode()).isEqualTo("0x80040203");
        }
        assertThat(get("accounts/$count?$filter=name eq '" + name + "'").raw().body())
                .isEqualTo("0");
    }
}
