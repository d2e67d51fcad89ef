package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A claim whose answer comes later than a lease, as on a machine that has other things to do: what it took is not lost. */
class LateClaimTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final String CLAIM = "alive FOR SHARE";
    private static final String COMPARISON = "loss_count, kept, created_on\nFROM nightshift.operation\nWHERE node_id";

    private final CountDownLatch comparing = new CountDownLatch(1);
    private final CountDownLatch compared = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    /** The claim begins when the node has begun to compare what it holds with what the database says, and is seen by that. */
    @Test
    void whatItTookWhileTheNodeComparedWhatItHoldsIsNotGivenBack() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.Version.PG18);
                AsyncService node = late(fixture)) {
            node.handle("long", context -> {
                        end.await();
                        return Outcome.succeeded();
                    })
                    .handle("late", context -> {
                        runs.incrementAndGet();
                        return Outcome.succeeded();
                    })
                    .start();
            node.queue().enqueue(Operation.named("long"));
            comparing.await();
            UUID late = node.queue().enqueue(Operation.named("late"));
            compared.await();
            Instant enough = node.nodes().nodes().getFirst().renewedOn().plus(LEASE.multipliedBy(2));
            ServiceFixture.awaitTrue(
                    () -> node.nodes().nodes().getFirst().renewedOn().isAfter(enough));
            answer.countDown();
            AsyncOperation ended = fixture.awaitEnd(late);
            assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(ended.attempt()).isEqualTo(1);
            assertThat(runs).hasValue(1);
            end.countDown();
        }
    }

    private AsyncService late(ServiceFixture fixture) throws SQLException {
        RenewalClock clock = new RenewalClock(LEASE);
        DataSource pool = clock.over(fixture.dataSource());
        DataSource source = proxy(DataSource.class, pool, (method, arguments) -> {
            Object made = call(pool, method, arguments);
            return made instanceof Connection connection ? late(fixture, connection) : made;
        });
        return fixture.node(clock, source, ServiceFixture.SETTINGS.lease(LEASE));
    }

    private Connection late(ServiceFixture fixture, Connection connection) {
        return proxy(Connection.class, connection, (method, arguments) -> {
            Object made = call(connection, method, arguments);
            if (!(made instanceof PreparedStatement statement)) {
                return made;
            }
            String sql = String.valueOf(arguments[0]);
            return proxy(PreparedStatement.class, statement, (executed, values) -> {
                boolean isAsked = executed.getName().equals("executeQuery");
                if (isAsked && sql.contains(COMPARISON) && compared.getCount() > 0) {
                    comparing.countDown();
                    ServiceFixture.awaitTrue(() -> isTaken(fixture));
                    ResultSet seen = (ResultSet) call(statement, executed, values);
                    compared.countDown();
                    return seen;
                }
                Object result = call(statement, executed, values);
                if (isAsked && sql.contains(CLAIM) && isTaken(fixture)) {
                    answer.await();
                }
                return result;
            });
        });
    }

    private static boolean isTaken(ServiceFixture fixture) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT EXISTS (SELECT 1 FROM nightshift.operation WHERE message_name = 'late'"
                                + " AND node_id IS NOT NULL)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** What a call of a method becomes. */
    private interface Calling {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, Calling calling) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? call(target, method, arguments)
                        : calling.of(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
