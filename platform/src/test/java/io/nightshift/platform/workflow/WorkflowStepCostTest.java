package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gate on what a step of a workflow costs, in what is the same on every machine: the statements of its transaction, each
 * a round trip. Whoever adds one has made every step of every workflow dearer.
 */
class WorkflowStepCostTest {

    private static final int STEPS = 10;

    private static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aStepIsItsChangeAndItsLineInTheLogWithItsCheckpoint(TestDatabase.Version version) throws Exception {
        try (WorkflowFixture fixture = new WorkflowFixture(version)) {
            UUID id = fixture.activate(workflow("account", document()).set("ondemand", true));
            fixture.service.close();
            Listening listening = new Listening(fixture.pool);
            try (AsyncService node = fixture.node(listening.source())) {
                fixture.platform(listening.source(), node, call -> new HttpCalls.Answer(200, ""));
                node.start();
                run(fixture, id);
                listening.forget();
                run(fixture, id);

                assertThat(listening.turns())
                        .hasSize(STEPS)
                        .allSatisfy(turn -> assertThat(turn)
                                .containsExactly(
                                        "select metadata$version",
                                        "update account",
                                        "insert workflowlog and update operation"));
            }
        }
    }

    private static String document() {
        return IntStream.rangeClosed(1, STEPS)
                .mapToObj(step -> "  - s" + step + ": {call: update, with: {set: {numberofemployees: " + step + "}}}\n")
                .collect(Collectors.joining(
                        "", "document: {dsl: '1.0.0', namespace: test, name: ten, version: '1.0.0'}\ndo:\n", ""));
    }

    private static void run(WorkflowFixture fixture, UUID workflow) throws Exception {
        UUID account = fixture.records().create(new Entity("account").set("name", "A. Datum"));
        UUID instance = fixture.execute(workflow, account);
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("account", account).get("numberofemployees")).isEqualTo(STEPS);
    }

    /** Hears which statements the transactions sent that saved a checkpoint. */
    private static final class Listening {

        private static final Pattern TABLE =
                Pattern.compile("^(select|insert|update)(?: .*? from| into|) [\\w\".$]*?([\\w$]+)\"?(?: |$)");
        private static final String CHECKPOINT = "insert workflowlog and update operation";

        private final DataSource target;
        private final Map<Connection, List<String>> open = new ConcurrentHashMap<>();
        private final List<List<String>> turns = new CopyOnWriteArrayList<>();

        Listening(DataSource target) {
            this.target = target;
        }

        DataSource source() {
            return proxy(DataSource.class, target, null, "");
        }

        void forget() {
            turns.clear();
        }

        List<List<String>> turns() {
            return turns;
        }

        private <T> T proxy(Class<T> type, T object, Connection connection, String sql) {
            return type.cast(Proxy.newProxyInstance(
                    Listening.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                        if (connection != null) {
                            heard(connection, method.getName(), sql);
                        }
                        try {
                            Object result = method.invoke(object, arguments);
                            return switch (result) {
                                case Connection made
                                when type == DataSource.class -> proxy(Connection.class, made, made, "");
                                case PreparedStatement made ->
                                    proxy(PreparedStatement.class, made, connection, (String) arguments[0]);
                                case null, default -> result;
                            };
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        private void heard(Connection connection, String method, String sql) throws SQLException {
            if (method.startsWith("execute") && !connection.getAutoCommit()) {
                open.computeIfAbsent(connection, _ -> new ArrayList<>()).add(told(sql));
            } else if (method.equals("commit") || method.equals("rollback")) {
                List<String> all = open.remove(connection);
                if (all != null && all.getLast().equals(CHECKPOINT)) {
                    turns.add(all);
                }
            }
        }

        /** What it does to which table, as far as one sees it at a glance. */
        private static String told(String sql) {
            String line = sql.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT).strip();
            if (line.startsWith("with along as (")) {
                int end = line.lastIndexOf(") update ");
                return told(line.substring("with along as (".length(), end)) + " and " + told(line.substring(end + 2));
            }
            Matcher matcher = TABLE.matcher(line);
            return matcher.find() ? matcher.group(1) + " " + matcher.group(2) : line;
        }
    }
}
