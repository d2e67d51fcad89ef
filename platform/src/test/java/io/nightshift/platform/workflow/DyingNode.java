package io.nightshift.platform.workflow;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.platform.Platform;
import io.nightshift.queue.QueueStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A node in a process of its own that dies, without a word to anybody, when a statement is about to be sent. It is ready
 * before it is told {@code go N}: it starts then, and dies at the N-th statement from there; at none for 0. {@code sent} asks
 * how many it has sent, {@code end} lets it end as programs do. It lives until its input ends, and so not longer than the test.
 */
final class DyingNode {

    /** What it ends with when it dies as it was told. */
    static final int DIED = 86;

    /** As short as a lease can be; a node that is gone for longer is dead to the others. */
    static final ServiceSettings SETTINGS = WorkflowFixture.SETTINGS.lease(Duration.ofSeconds(1));

    /** What is claimed, started and recorded as ended, beside the transactions; the rest is sent because time passes. */
    private static final Pattern MOVES = Pattern.compile("(?s).*(UPDATE|DELETE).*claim_number.*");

    private static final AtomicInteger SENT = new AtomicInteger();
    private static volatile int diesAt;

    private DyingNode() {}

    /** @param arguments the JDBC URL, the user, the password, the port of the mail server */
    public static void main(String[] arguments) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DataSource source = SentStatements.of(pool, (connection, of) -> {
                if (isCounted(connection, of) && SENT.incrementAndGet() == diesAt) {
                    Runtime.getRuntime().halt(DIED);
                }
            });
            AsyncService node = AsyncService.on(
                    QueueStore.open(source, new SystemClock(), WorkflowFixture.CONTOSO),
                    SETTINGS,
                    ServiceListener.NONE);
            Platform platform = new Platform(source, node.queue());
            WorkflowHost.handle(
                    platform,
                    node,
                    WorkflowFixture.HttpCallsOf.NOTHING,
                    Integer.parseInt(arguments[3]),
                    new AtomicReference<>(),
                    new AtomicReference<>());
            platform.organization(WorkflowFixture.CONTOSO);
            obey(node);
        }
    }

    private static boolean isCounted(Connection connection, Object of) throws SQLException {
        return !connection.getAutoCommit()
                || (of instanceof PreparedStatement
                        && MOVES.matcher(of.toString()).matches());
    }

    private static void obey(AsyncService node) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            switch (words[0]) {
                case "go" -> {
                    SENT.set(0);
                    diesAt = Integer.parseInt(words[1]);
                    node.start();
                }
                case "end" -> System.exit(0);
                default -> {}
            }
            System.out.println(SENT.get());
        }
        Runtime.getRuntime().halt(0);
    }
}
