package io.nightshift.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.event.EventFixture;
import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.json.ValueReader;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Steps whose code is called over HTTP, by a server that answers well and one that does not. */
class WebhooksTest {

    private static final int WEBHOOK_KEY = 4;
    private static final int HTTP_HEADER = 5;
    private static final int HTTP_QUERY_STRING = 6;

    private final EventFixture fixture =
            EventFixture.shared(TestDatabase.versions().getLast());
    private final Events events;
    private final MisbehavingServer server;

    WebhooksTest() throws Exception {
        events = fixture.lasting("webhooks");
        server = new MisbehavingServer();
    }

    @AfterEach
    void close() throws Exception {
        events.forgetSteps();
        server.close();
    }

    private EntityReference endpoint(String url, int authType, String authValue) {
        return new EntityReference(
                "serviceendpoint",
                events.service()
                        .create(new Entity("serviceendpoint")
                                .set("name", "Desk")
                                .set("contract", new OptionSetValue(8))
                                .set("url", url)
                                .set("authtype", new OptionSetValue(authType))
                                .set("authvalue", authValue)));
    }

    private void step(Mode mode, EntityReference endpoint) {
        events.service().create(events.step("Create", "account", Stage.POST_OPERATION, mode, endpoint));
    }

    private UUID account() {
        return events.service()
                .create(new Entity("account").set("name", "Grüße").set("revenue", Money.of("1.50")));
    }

    @Test
    void aWebhookGetsTheExecutionContextAndProvesWhoCalls() {
        step(
                Mode.ASYNCHRONOUS,
                endpoint(
                        server.url("/ok?a=1"),
                        HTTP_HEADER,
                        "<settings><setting name=\"X-Key\" value=\"s3cret\"/></settings>"));
        UUID id = account();
        AsyncOperation done = events.await(AsyncOperation::isCompleted);
        assertThat(done.status()).isEqualTo(StatusCode.SUCCEEDED);
        MisbehavingServer.Received call = server.received().getFirst();
        assertThat(call.line()).isEqualTo("POST /ok?a=1 HTTP/1.1");
        assertThat(call.headers())
                .containsEntry("X-Key", "s3cret")
                .containsEntry("Content-Type", "application/json; charset=utf-8")
                .containsEntry("Idempotency-Key", done.id().toString())
                .containsEntry("x-ms-dynamics-request-name", "Create")
                .containsEntry("x-ms-dynamics-entity-name", "account");
        JsonNode context = ValueJson.parse(call.body());
        assertThat(context.path("MessageName").asString()).isEqualTo("Create");
        assertThat(context.path("PrimaryEntityId").asString()).isEqualTo(id.toString());
        assertThat(context.path("OperationId").asString()).isEqualTo(done.id().toString());
        Entity target = ValueReader.entity(context.path("InputParameters").path("Target"));
        assertThat(target.get("name")).isEqualTo("Grüße");
        assertThat(target.get("revenue")).isEqualTo(Money.of("1.50"));
    }

    @Test
    void theKeyMayStandInTheQuery() {
        step(Mode.SYNCHRONOUS, endpoint(server.url("/ok?a=1"), WEBHOOK_KEY, "a b&c"));
        step(
                Mode.SYNCHRONOUS,
                endpoint(
                        server.url("/ok"),
                        HTTP_QUERY_STRING,
                        "<settings><setting name=\"k\" value=\"1\"/><setting name=\"l\" value=\"2\"/></settings>"));
        Awaitility.await().ignoreException(OrganizationServiceFault.class).until(() -> account() != null);
        assertThat(server.received())
                .extracting(MisbehavingServer.Received::line)
                .containsOnly("POST /ok?a=1&code=a+b%26c HTTP/1.1", "POST /ok?k=1&l=2 HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource({"401, PERSON", "403, RETRY", "404, RETRY", "429, RETRY", "500, RETRY", "503, RETRY", "304, RETRY"})
    void anAnswerThatIsNoSuccessEndsAsTheTableSays(int status, Cause cause) throws Exception {
        server.status(status);
        step(Mode.ASYNCHRONOUS, endpoint(server.url("/status"), WEBHOOK_KEY, "s3cret"));
        account();
        AsyncOperation waiting = awaitAnswered(status, cause);
        assertThat(waiting.errorCode()).isEqualTo(FaultCode.NETWORK_ERROR.code());
        assertThat(waiting.message()).doesNotContain("s3cret");
        cancel(waiting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hang", "/half", "/drip", "/headers", "/two-lengths", "/torn", "/reset", "/garbage"})
    void aServerThatDoesNotAnswerIsTriedAgain(String path) throws Exception {
        step(Mode.ASYNCHRONOUS, endpoint(server.url(path), WEBHOOK_KEY, "s3cret"));
        account();
        AsyncOperation waiting =
                events.await(operation -> operation.standing().equals(Standing.suspended(Cause.RETRY)));
        assertThat(waiting.errorCode()).isEqualTo(FaultCode.NETWORK_ERROR.code());
        assertThat(waiting.message())
                .contains("The webhook Desk (" + server.url(path) + ") could not be called")
                .doesNotContain("s3cret");
        cancel(waiting);
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() {
        step(Mode.ASYNCHRONOUS, endpoint(server.url("/endless"), WEBHOOK_KEY, "k"));
        account();
        assertThat(events.await(AsyncOperation::isCompleted).status()).isEqualTo(StatusCode.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"/redirect, 302", "/redirect-inside, 307"})
    void aRedirectIsNotFollowed(String path, int status) throws Exception {
        step(Mode.ASYNCHRONOUS, endpoint(server.url(path), WEBHOOK_KEY, "k"));
        account();
        cancel(awaitAnswered(status, Cause.RETRY));
        assertThat(server.received()).allSatisfy(call -> assertThat(call.line()).contains(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:%d/", "http://[::1]:%d/", "http://169.254.169.254/latest", "http://0.0.0.0:%d/"
            })
    void aPrivateAddressThatNobodyAllowedIsRefused(String url) {
        step(Mode.ASYNCHRONOUS, endpoint(url.formatted(server.port()), WEBHOOK_KEY, "k"));
        account();
        AsyncOperation failed = events.await(AsyncOperation::isCompleted);
        assertThat(failed.status()).isEqualTo(StatusCode.FAILED);
        assertThat(failed.errorCode()).isEqualTo(FaultCode.PRIVILEGE_DENIED.code());
        assertThat(failed.message()).contains("webhook.allow");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aSynchronousWebhookThatFailsUndoesTheRequest() {
        server.status(500);
        step(Mode.SYNCHRONOUS, endpoint(server.url("/status"), WEBHOOK_KEY, "k"));
        UUID id = UUID.randomUUID();
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(
                                () -> events.service().create(new Entity("account", id).set("name", "A")))
                        .isInstanceOf(OrganizationServiceFault.class)
                        .hasMessageContaining("answered with 500: as I please."));
        assertThatThrownBy(() -> events.service().retrieve("account", id, ColumnSet.of("name")))
                .isInstanceOf(OrganizationServiceFault.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://example.org/, 4, k, an http or https address",
        "http://user@example.org/, 4, k, without a user",
        "not an address, 4, k, not an address",
        "https://example.org/, 5, X-Key: 1, <settings>",
        "https://example.org/, 5, '<settings><setting name=\"Host\" value=\"a\"/></settings>', HTTP does not allow",
        "https://example.org/, 6, '<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><settings>&b;</settings>', <settings>"
    })
    void anEndpointThatCannotBeCalledIsRefusedWhenItIsRegistered(String url, int type, String value, String words) {
        assertThatThrownBy(() -> endpoint(url, type, value))
                .isInstanceOf(OrganizationServiceFault.class)
                .hasMessageContaining(words);
    }

    /** A machine that stands still for longer than a webhook may take makes it be tried again: in the end it is answered. */
    private AsyncOperation awaitAnswered(int status, Cause cause) {
        return events.await(operation -> operation.standing().equals(Standing.suspended(cause))
                && String.valueOf(operation.message()).contains("answered with " + status));
    }

    private void cancel(AsyncOperation operation) throws Exception {
        fixture.async().queue().move(Move.CANCEL, events.name(), operation.id(), new Author("test", null));
    }
}
