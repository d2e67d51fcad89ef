package io.nightshift.platform.bulkdelete;

import static io.nightshift.platform.bulkdelete.BulkDeleteFixture.CONTOSO;
import static io.nightshift.platform.bulkdelete.BulkDeleteFixture.called;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The connection of a page dies before each of its statements in turn, and between the last one and the commit. */
class KilledPageTest {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final Set<String> SENT =
            Set.of("execute", "executeQuery", "executeUpdate", "setSavepoint", "releaseSavepoint", "rollback");
    private static final int ROWS = 15;
    private static final int PAGE = 6;
    private static final int STEP = 17;

    private final AtomicInteger sent = new AtomicInteger();
    private volatile int killAt = NEVER;

    /** A few of them. */
    @Test
    void whereItIsCutTheCountsAreThoseOfTheRows() throws Exception {
        cut(5, STEP);
    }

    @Test
    @Tag("long")
    void whereverItIsCutTheCountsAreThoseOfTheRows() throws Exception {
        cut(1, 1);
    }

    private void cut(int first, int step) throws SQLException {
        try (BulkDeleteFixture fixture =
                new BulkDeleteFixture(TestDatabase.versions().getLast())) {
            var node = fixture.node(fixture.pool());
            Platform platform = fixture.platform();
            Organization organization = platform.organization(CONTOSO);
            MessageRegistry messages = new MessageRegistry(MessageRegistry.records());
            node.handle(
                    OperationType.BULK_DELETE,
                    new BulkDeleteHandler(
                            (connection, operation) -> new RequestContext(
                                    killing(connection, fixture),
                                    organization,
                                    organization.systemUserId(),
                                    operation.now(),
                                    Origin.ofOperation(
                                            organization.systemUserId(),
                                            operation.id(),
                                            0,
                                            operation.id(),
                                            operation.createdOn()),
                                    (request, context) ->
                                            messages.message(request).execute(request, context)),
                            PAGE));
            node.start();
            run(fixture, "whole", NEVER);
            int statements = sent.get();
            assertThat(statements).isGreaterThan(30);
            for (int n = first; n <= statements; n += step) {
                run(fixture, "cut at " + n + ".", n);
                assertThat(sent.get()).as("It was cut at %s", n).isGreaterThanOrEqualTo(n);
            }
        }
    }

    /** Two of the rows cannot be deleted, one at the edge of a page. */
    private void run(BulkDeleteFixture fixture, String name, int kill) throws SQLException {
        List<UUID> ids = fixture.accounts(name, ROWS);
        UUID customer = fixture.accounts("customer", 1).getFirst();
        for (int held : List.of(2, 6)) {
            fixture.records()
                    .create(new Entity("contract")
                            .set("customerid", new EntityReference("account", customer))
                            .set("billingcustomerid", new EntityReference("account", ids.get(held))));
        }
        sent.set(0);
        killAt = kill;
        UUID id = ((BulkDeleteResponse) fixture.records().execute(new BulkDeleteRequest(name, List.of(called(name)))))
                .jobId();
        assertThat(fixture.awaitEnd(id).status()).as(name).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.count(called(name))).as(name).isEqualTo(2);
        assertThat(fixture.record(id).get("successcount")).as(name).isEqualTo(ROWS - 2);
        assertThat(fixture.record(id).get("failurecount")).as(name).isEqualTo(2);
        assertThat(fixture.failures(id)).as(name).hasSize(2);
    }

    private Connection killing(Connection connection, BulkDeleteFixture fixture) {
        return proxy(Connection.class, connection, connection, fixture);
    }

    private <T> T proxy(Class<T> type, T object, Connection connection, BulkDeleteFixture fixture) {
        return type.cast(Proxy.newProxyInstance(
                KilledPageTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (SENT.contains(method.getName()) && sent.incrementAndGet() == killAt) {
                        kill(connection, fixture);
                    }
                    try {
                        Object result = method.invoke(object, arguments);
                        if (result instanceof PreparedStatement made) {
                            return proxy(PreparedStatement.class, made, connection, fixture);
                        }
                        return result instanceof Statement made
                                ? proxy(Statement.class, made, connection, fixture)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void kill(Connection connection, BulkDeleteFixture fixture) throws SQLException {
        int backend = connection.unwrap(PGConnection.class).getBackendPID();
        try (Connection other = fixture.pool().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + backend + ", 120000)");
        }
    }
}
