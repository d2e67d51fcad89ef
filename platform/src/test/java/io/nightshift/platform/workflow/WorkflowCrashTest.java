package io.nightshift.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.execution.AsyncService;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A workflow with every kind of step whose connection is cut before a statement of it: afterwards every effect is there once, in
 * order. The regular test cuts at every seventeenth place, the long one at each.
 */
class WorkflowCrashTest {

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
            EveryStep every = new EveryStep(fixture);
            // The first node only enqueues from now on: the second runs on the source that is cut.
            fixture.service.close();
            Cutting cutting = new Cutting(fixture.pool);
            try (AsyncService node = fixture.node(cutting.source())) {
                fixture.platform(cutting.source(), node, WorkflowFixture.HttpCallsOf.NOTHING);
                node.start();
                cutting.cutBefore(Integer.MAX_VALUE);
                every.check(every.begin("whole"));
                int all = cutting.sent();
                assertThat(all).isGreaterThan(100);
                for (int at = 1; at <= all; at += stride) {
                    cutting.cutBefore(at);
                    every.check(every.begin("cut " + at));
                }
            }
        }
    }

    /** Ends the server's side of a connection just before something is sent on it. */
    private static final class Cutting {

        private final DataSource target;
        private final AtomicInteger sent = new AtomicInteger();
        private volatile int cutAt = Integer.MAX_VALUE;

        Cutting(DataSource target) {
            this.target = target;
        }

        DataSource source() {
            return SentStatements.of(target, (connection, _) -> {
                // The heartbeat's statements are not the workflow's.
                if (!connection.getAutoCommit() && sent.incrementAndGet() == cutAt) {
                    cut(connection);
                }
            });
        }

        void cutBefore(int n) {
            sent.set(0);
            cutAt = n;
        }

        int sent() {
            return sent.get();
        }

        private void cut(Connection connection) throws SQLException {
            int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            try (Connection other = target.getConnection();
                    Statement statement = other.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(" + backend + ", 120000)");
            }
        }
    }
}
