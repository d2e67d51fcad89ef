package io.nightshift.server.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.platform.workflow.HttpCalls;
import io.nightshift.platform.workflow.WorkflowExtensions;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP step of a real workflow: which addresses a document reaches, and what a network that fails makes of it. */
class WorkflowAddressTest {

    private static final AtomicInteger REACHED = new AtomicInteger();
    private static HttpServer hidden;
    private static HttpServer allowed;
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static AsyncService service;
    private static OrganizationService records;

    @BeforeAll
    static void start() throws IOException, SQLException {
        hidden = server(0);
        allowed = server(hidden.getAddress().getPort());
        database = TestDatabase.create(TestDatabase.versions().getLast());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        pool = new HikariDataSource(config);
        ServiceSettings settings = ServiceSettings.DEFAULT
                .slots(4)
                .lease(Duration.ofMinutes(1))
                .retries(new RetrySchedule(Duration.ofMillis(20), 1.0, 5));
        service = AsyncService.on(pool, settings, "contoso", ServiceListener.NONE);
        Platform platform = new Platform(pool, service.queue());
        OutboundCalls calls =
                new OutboundCalls(List.of("127.0.0.1:" + allowed.getAddress().getPort(), "127.0.0.1:1", "127.0.0.1:9"));
        platform.handle(service, WorkflowExtensions.NONE.http(calls), Optional::empty);
        service.start();
        records = platform.service("contoso", platform.organization("contoso").systemUserId());
    }

    @AfterAll
    static void stop() {
        service.close();
        pool.close();
        database.close();
        hidden.stop(0);
        allowed.stop(0);
    }

    /** Answers with the status that the path names; every answer points to the hidden one. */
    private static HttpServer server(int hiddenPort) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (hiddenPort == 0) {
                REACHED.incrementAndGet();
            }
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + hiddenPort + "/200");
            exchange.sendResponseHeaders(
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static UUID run(UUID account, String endpoint) {
        UUID workflow = records.create(new Entity("workflow")
                .set("name", "w " + UUID.randomUUID())
                .set("primaryentity", "account")
                .set("ondemand", true)
                .set("clientdata", """
                        document: {dsl: '1.0.0', namespace: test, name: test, version: '1.0.0'}
                        do:
                          - ask:
                              try:
                                - call: {call: http, with: {method: get, endpoint: '%s'}}
                                - keep: {call: update, with: {set: {description: '${ .call.status }'}}}
                              catch:
                                errors: {with: {type: '404'}}
                                do:
                                  - none: {call: update, with: {set: {description: nothing there}}}
                        """.formatted(endpoint)));
        records.execute(new SetStateRequest(
                new EntityReference("workflow", workflow), new OptionSetValue(1), new OptionSetValue(2)));
        return records.execute(new ExecuteWorkflowRequest(workflow, account)).required("Id", UUID.class);
    }

    private static UUID account() {
        return records.create(new Entity("account").set("name", "A"));
    }

    private static AsyncOperation until(UUID id, Predicate<AsyncOperation> condition) {
        return await("operation " + id)
                .dontCatchUncaughtExceptions()
                .until(() -> service.systemJobs().get(null, id).orElseThrow(), condition);
    }

    private static boolean waitsForAPerson(AsyncOperation operation) {
        return operation.standing().equals(Standing.suspended(Cause.PERSON));
    }

    private static String allowedAddress(String path) {
        return "http://127.0.0.1:" + allowed.getAddress().getPort() + path;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/200",
                "http://localhost:%d/200",
                "http://LOCALHOST:%d/200",
                "http://[::1]:%d/200",
                "http://[::ffff:127.0.0.1]:%d/200",
                "http://0.0.0.0:%d/200",
                "http://127.1:%d/200",
                "http://2130706433:%d/200",
                "http://10.0.0.1:%d/200",
                "http://169.254.169.254/latest/meta-data/?%d",
                "file:///etc/passwd?%d",
                "http://user:secret@127.0.0.1:%d/200",
                "jar:http://127.0.0.1:%d/200!/x"
            })
    void whatIsPrivateToTheServerIsNotReached(String endpoint) throws Exception {
        int before = REACHED.get();
        AsyncOperation waiting = until(
                run(account(), endpoint.formatted(hidden.getAddress().getPort())),
                WorkflowAddressTest::waitsForAPerson);
        assertThat(List.of(ErrorCode.PRIVILEGE_DENIED.code(), ErrorCode.INVALID_ARGUMENT.code()))
                .contains(waiting.errorCode());
        assertThat(waiting.message()).doesNotContain("secret");
        assertThat(waiting.retryCount()).isZero();
        assertThat(REACHED).hasValue(before);
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() throws Exception {
        int before = REACHED.get();
        UUID account = account();
        until(run(account, allowedAddress("/302")), AsyncOperation::isCompleted);
        assertThat(records.retrieve("account", account, ColumnSet.of("description"))
                        .get("description"))
                .isEqualTo("302");
        assertThat(REACHED).hasValue(before);
    }

    @Test
    void answersAndNetworksThatFailEndAsTheTableSays() throws Exception {
        UUID account = account();
        assertThat(until(run(account, allowedAddress("/404")), AsyncOperation::isCompleted)
                        .status())
                .isEqualTo(StatusCode.SUCCEEDED);
        assertThat(records.retrieve("account", account, ColumnSet.of("description"))
                        .get("description"))
                .isEqualTo("nothing there");
        AsyncOperation unauthorized =
                until(run(account(), allowedAddress("/401")), WorkflowAddressTest::waitsForAPerson);
        assertThat(unauthorized.retryCount()).isZero();
        assertThat(unauthorized.errorCode()).isEqualTo(ErrorCode.NETWORK_ERROR.code());
        assertRetried(run(account(), allowedAddress("/503")));
        // Nobody listens at port 1.
        assertRetried(run(account(), "http://127.0.0.1:1/"));
        // To look for a name that is nowhere takes some systems ten seconds: once will do.
        AsyncOperation nowhere =
                until(run(account(), "http://no-such-host.invalid/"), operation -> operation.retryCount() > 0);
        assertThat(nowhere.errorCode()).isEqualTo(ErrorCode.NETWORK_ERROR.code());
    }

    @Test
    void aConnectionThatEndsWithoutAnAnswerIsTheNetworkAndIsTriedAgain() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            OutboundCalls calls = new OutboundCalls(List.of("127.0.0.1:" + socket.getLocalPort()));
            // The client asks once more by itself, and gets no answer there either.
            Thread.ofVirtual().start(() -> {
                try {
                    while (!socket.isClosed()) {
                        try (Socket client = socket.accept()) {
                            client.getInputStream().read();
                        }
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            assertThatExceptionOfType(ServiceFault.class)
                    .isThrownBy(() -> calls.call(new HttpCalls.Call(
                            UUID.randomUUID(),
                            "GET",
                            URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/"),
                            Map.of(),
                            null)))
                    .satisfies(fault -> assertThat(fault.errorCode()).isEqualTo(ErrorCode.NETWORK_ERROR.code()));
        }
    }

    private static void assertRetried(UUID id) {
        AsyncOperation retried = until(id, operation -> operation.retryCount() > 1);
        assertThat(retried.errorCode()).isEqualTo(ErrorCode.NETWORK_ERROR.code());
        AsyncOperation given = until(id, WorkflowAddressTest::waitsForAPerson);
        assertThat(given.retryCount()).isEqualTo(5);
    }
}
