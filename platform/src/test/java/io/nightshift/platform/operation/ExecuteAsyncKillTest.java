package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.platform.Platform;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteAsyncResponse;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** A merge in the background whose connection dies before each of its statements, or with the answer to its commit. */
class ExecuteAsyncKillTest {

    private static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT
            .slots(2)
            .lease(Duration.ofMinutes(1))
            .poll(Duration.ofMillis(20))
            .retries(new RetrySchedule(Duration.ofMillis(20), 1.0, 50));

    /** Ends the server's side of the connection on which an ExecuteAsync is carried out. */
    private static final class KillingSource {
        private static final Set<String> SENT =
                Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

        private final DataSource target;
        private int killAt;
        private int sent;
        private boolean afterCommit;
        private boolean killed;

        KillingSource(DataSource target) {
            this.target = target;
        }

        synchronized void killBefore(int n) {
            killAt = n;
            sent = 0;
            killed = false;
        }

        synchronized void killAfterCommit() {
            killBefore(Integer.MAX_VALUE);
            afterCommit = true;
        }

        synchronized boolean hasKilled() {
            return killed;
        }

        private Object call(Object object, @Nullable Connection connection, Method method, Object[] arguments)
                throws Throwable {
            boolean counts = connection != null && SENT.contains(method.getName()) && isCarryingOut();
            if (counts && isDue()) {
                kill(connection);
            }
            Object result = method.invoke(object, arguments);
            if (counts && method.getName().equals("commit") && takeAfterCommit()) {
                kill(connection);
                throw new SQLException("the answer to the commit is lost", "08006");
            }
            return result;
        }

        private synchronized boolean isDue() {
            return ++sent == killAt && !killed;
        }

        private synchronized boolean takeAfterCommit() {
            boolean due = afterCommit;
            afterCommit = false;
            return due;
        }

        private static boolean isCarryingOut() {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(ExecuteAsyncHandler.class.getName())));
        }

        private void kill(Connection connection) throws SQLException {
            synchronized (this) {
                killed = true;
            }
            int backend = connection.unwrap(PGConnection.class).getBackendPID();
            try (Connection other = target.getConnection();
                    Statement statement = other.createStatement()) {
                statement.execute("select pg_terminate_backend(" + backend + ", 120000)");
            }
        }

        DataSource source() {
            return proxy(DataSource.class, target, null);
        }

        private <T> T proxy(Class<T> type, T object, @Nullable Connection connection) {
            return type.cast(Proxy.newProxyInstance(
                    KillingSource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        try {
                            Object result = call(object, connection, method, arguments);
                            return switch (result) {
                                case Connection made
                                when type == DataSource.class -> proxy(Connection.class, made, made);
                                case PreparedStatement made -> proxy(PreparedStatement.class, made, connection);
                                case Statement made -> proxy(Statement.class, made, connection);
                                case null, default -> result;
                            };
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @Test
    void whateverDiesItIsDoneOnce() throws Exception {
        TestDatabase database = TestDatabase.create(TestDatabase.versions().getLast());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(16);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            KillingSource source = new KillingSource(pool);
            AsyncService node = AsyncService.on(
                    QueueStore.open(source.source(), new SystemClock(), "contoso"), SETTINGS, ServiceListener.NONE);
            Platform platform = new Platform(source.source(), node.queue());
            platform.handle(node);
            OrganizationService service =
                    platform.service("contoso", platform.organization("contoso").systemUserId());
            try (node) {
                node.start();
                killAtEachStatement(source, service);
            }
        } finally {
            database.close();
        }
    }

    private static void killAtEachStatement(KillingSource source, OrganizationService service) {
        int n = 0;
        do {
            source.killBefore(++n);
            mergeOnce(service, "killed before statement " + n);
        } while (source.hasKilled());
        assertThat(n).isGreaterThan(15);
        source.killAfterCommit();
        mergeOnce(service, "killed after the commit");
        assertThat(source.hasKilled()).isTrue();
    }

    /** A merge that happened twice would fail: the second finds the subordinate inactive. */
    private static void mergeOnce(OrganizationService service, String when) {
        UUID master = lead(service, "Master");
        UUID subordinate = lead(service, "Subordinate");
        UUID task = service.create(new Entity("task")
                .set("subject", "once")
                .set("regardingobjectid", new EntityReference("lead", subordinate)));
        UUID job = ((ExecuteAsyncResponse) service.execute(
                        new ExecuteAsyncRequest(new MergeRequest(new EntityReference("lead", master), subordinate)
                                .updateContent(new Entity("lead").set("firstname", "One")))))
                .asyncJobId();
        AsyncOperation done = Awaitility.await()
                .until(
                        () -> AsyncOperation.of(service.retrieve(
                                AsyncOperation.ENTITY, job, ColumnSet.of("statecode", "statuscode", "message"))),
                        operation -> operation.status().value() >= 30);
        assertThat(done.status()).as(when + ": " + done.message()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
        assertThat(service.retrieve("task", task, ColumnSet.of("regardingobjectid"))
                        .get("regardingobjectid"))
                .isEqualTo(new EntityReference("lead", master));
        assertThat(service.retrieve("lead", subordinate, ColumnSet.of("merged")).get("merged"))
                .isEqualTo(true);
    }

    private static UUID lead(OrganizationService service, String name) {
        return service.create(new Entity("lead").set("lastname", name));
    }
}
