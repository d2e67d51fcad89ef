package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A workflow of twenty steps whose connection is cut before a statement of it: afterwards every effect is there once, in
 * order. The regular test cuts at every seventeenth place, the long one at each.
 */
class WorkflowCrashTest {

    private static final String DOCUMENT = """
            document: {dsl: '1.0.0', namespace: test, name: twenty, version: '1.0.0'}
            do:
              - s1: {call: update, with: {append: {description: 'a'}}}
              - s2: {call: create, with: {entity: task, attributes: {subject: 'first of ${ .record.name }'}}}
              - s3: {set: {word: 'b'}}
              - s4: {call: update, with: {append: {description: '${ .word }'}}}
              - s5:
                  switch:
                    - way: {when: .record.description == "ab", then: s7}
                    - other: {then: s6}
              - s6: {call: update, with: {append: {description: 'wrong'}}}
              - s7: {call: update, with: {increment: {creditlimit: 10}}}
              - s8: {call: setstate, with: {record: '${ .s2 }', state: Completed}}
              - s9: {wait: {milliseconds: 1}}
              - s10: {call: find, with: {entity: account, where: [{attribute: name, operator: eq, value: '${ .record.name }'}]}}
              - s11:
                  for: {each: it, in: '${ .s10 }'}
                  do:
                    - s12: {call: update, with: {record: '${ .it }', append: {description: 'c'}}}
              - s13: {call: activity, with: {name: charge, input: {amount: 7}}}
              - s14: {call: update, with: {append: {description: '${ .s13.receipt }'}}}
              - s15:
                  try:
                    - s16: {call: update, with: {set: {primarycontactid: {entity: contact, name: 'nobody of this name'}}}}
                  catch:
                    do:
                      - s17: {call: update, with: {append: {description: 'd'}}}
              - s18: {call: sendemail, with: {to: x@example.org, subject: 'Mail of ${ .record.name }', body: Hello}}
              - s19: {run: {await: false, workflow: {namespace: test, name: child, version: '1.0.0'}}}
              - s20: {call: update, with: {multiply: {creditlimit: 2}}}
              - s21: {call: execute, with: {request: WhoAmI}}
              - s22: {call: update, with: {append: {description: 'e'}}}
              - s23: {call: stop, with: {status: succeeded, message: all}}
            """;
    private static final String CHILD = """
            document: {dsl: '1.0.0', namespace: test, name: child, version: '1.0.0'}
            do:
              - only: {call: update, with: {increment: {numberofemployees: 1}}}
            """;

    @Test
    void whatIsCutOffHappensOnce() throws Exception {
        check(17);
    }

    @Tag("long")
    @Test
    void whatIsCutOffAnywhereHappensOnce() throws Exception {
        check(1);
    }

    private static void check(int stride) throws Exception {
        try (WorkflowFixture fixture =
                new WorkflowFixture(TestDatabase.versions().getLast())) {
            UUID id = fixture.activate(workflow("account", DOCUMENT).set("ondemand", true));
            fixture.activate(workflow("account", CHILD).set("subprocess", true));
            // The first node only enqueues from now on: the second runs on the source that is cut.
            fixture.service.close();
            Cutting cutting = new Cutting(fixture.pool);
            try (AsyncService node = fixture.node(cutting.source())) {
                fixture.platform(cutting.source(), node, call -> new HttpCalls.Answer(200, ""));
                node.start();
                int all = run(fixture, cutting, id, "whole", Integer.MAX_VALUE);
                assertThat(all).isGreaterThan(100);
                for (int at = 1; at <= all; at += stride) {
                    run(fixture, cutting, id, "cut " + at, at);
                }
            }
        }
    }

    /** One instance, cut before its n-th statement; how many statements it took. */
    private static int run(WorkflowFixture fixture, Cutting cutting, UUID workflow, String name, int at)
            throws Exception {
        UUID account = fixture.records()
                .create(new Entity("account")
                        .set("name", name)
                        .set("creditlimit", new io.nightshift.sdk.Money(java.math.BigDecimal.TEN)));
        cutting.cutBefore(at);
        UUID instance = fixture.execute(workflow, account);
        // A connection that is lost is a network or SQL error: tried again, at most five times in a row.
        AsyncOperation ended = fixture.await(instance, operation -> {
            if (operation.standing().equals(Standing.suspended(Cause.PERSON))) {
                throw new AssertionError(name + ": " + operation.message());
            }
            return operation.isCompleted();
        });
        int sent = cutting.sent();
        cutting.cutBefore(Integer.MAX_VALUE);
        assertThat(ended.status()).as(name).isEqualTo(StatusCode.SUCCEEDED);
        fixture.pass(Duration.ofSeconds(1));
        org.awaitility.Awaitility.await(name).untilAsserted(() -> {
            Entity read = fixture.read("account", account);
            assertThat(read.get("description")).as(name).isEqualTo("abcR-7de");
            assertThat(read.get("numberofemployees")).as(name).isEqualTo(1);
            assertThat(read.get("creditlimit", io.nightshift.sdk.Money.class).value())
                    .isEqualByComparingTo("40");
            assertThat(fixture.find("task", "subject", "first of " + name)).hasSize(1);
            assertThat(fixture.find("email", "subject", "Mail of " + name)).hasSize(1);
        });
        assertThat(fixture.log(instance))
                .as(name)
                .containsSubsequence(
                        List.of("s1 2", "s2 2", "s4 2", "s7 2", "s8 2", "s12 2", "s14 2", "s17 2", "s22 2"))
                .filteredOn(line -> line.endsWith(" 2"))
                .doesNotHaveDuplicates();
        return sent;
    }

    /** Ends the server's side of a connection just before something is sent on it. */
    private static final class Cutting {

        private static final Set<String> SENT =
                Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");
        private final DataSource target;
        private final AtomicInteger sent = new AtomicInteger();
        private volatile int cutAt = Integer.MAX_VALUE;

        Cutting(DataSource target) {
            this.target = target;
        }

        DataSource source() {
            return proxy(DataSource.class, target, null);
        }

        void cutBefore(int n) {
            sent.set(0);
            cutAt = n;
        }

        int sent() {
            return sent.get();
        }

        private <T> T proxy(Class<T> type, T object, Connection connection) {
            return type.cast(Proxy.newProxyInstance(
                    Cutting.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                        try {
                            // The heartbeat's statements are not the workflow's.
                            boolean counts = connection != null
                                    && SENT.contains(method.getName())
                                    && !connection.getAutoCommit();
                            if (counts && sent.incrementAndGet() == cutAt) {
                                cut(connection);
                            }
                            Object result = method.invoke(object, arguments);
                            return switch (result) {
                                case Connection made
                                when type != Connection.class -> proxy(Connection.class, made, made);
                                case PreparedStatement made -> proxy(PreparedStatement.class, made, connection);
                                case Statement made -> proxy(Statement.class, made, connection);
                                case null, default -> result;
                            };
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        private void cut(Connection connection) throws SQLException {
            int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            try (Connection other = target.getConnection();
                    Statement statement = other.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(" + backend + ", 10000)");
            }
        }
    }
}
