package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.DBOSClient;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.txstep.JdbcStepFactory;
import dev.dbos.transact.workflow.Queue;
import dev.dbos.transact.workflow.Workflow;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * DBOS Transact: a workflow of ten transactional steps, which commit together with their result as its page on step factories
 * advises for work on a database. A queue hands instances out; it is polled more often than by default, so that no worker
 * waits for it, and its pool has a connection for each worker and some for itself.
 */
final class DbosContender implements Contender {

    private static final String QUEUE = "bench";
    private static final String VERSION = "1";
    private static final int FURTHER_CONNECTIONS = 8;
    private static final Duration POLL = Duration.ofMillis(20);

    /** What DBOS calls through a proxy that it makes. */
    public interface Steps {
        void run(long id) throws Exception;
    }

    /** Who counts steps. */
    @FunctionalInterface
    private interface Told {
        void done(long id) throws Exception;
    }

    /** The workflow. */
    public static final class TenTransactions implements Steps {
        private final Told told;
        private final JdbcStepFactory steps;

        TenTransactions(JdbcStepFactory steps, Told told) {
            this.steps = steps;
            this.told = told;
        }

        @Override
        @Workflow(name = "ten-steps")
        public void run(long id) throws Exception {
            for (int step = 1; step <= TenSteps.STEPS; step++) {
                int number = step;
                JdbcStepFactory.TransactionalRunnable<SQLException> change =
                        connection -> TenSteps.change(connection, id, number);
                steps.txStep(change, "step" + number);
                told.done(id);
            }
        }
    }

    @Override
    public void setup(AgentOptions options) throws SQLException {
        try (HikariDataSource database = options.pool(2)) {
            TenSteps.prepare(options, database);
        }
        try (HikariDataSource database = options.pool(FURTHER_CONNECTIONS);
                DBOS dbos = node(options, database, true, id -> {})) {
            dbos.launch();
        }
    }

    private static DBOS node(AgentOptions options, HikariDataSource database, boolean migrates, Told told) {
        DBOS dbos = new DBOS(DBOSConfig.defaults("bench")
                .withDataSource(database)
                .withAppVersion(VERSION)
                .withExecutorId("node" + options.text("node", "1"))
                .withMigrate(migrates));
        dbos.registerProxy(Steps.class, new TenTransactions(new JdbcStepFactory(dbos, database), told));
        dbos.registerQueue(
                new Queue(QUEUE).withWorkerConcurrency(TenSteps.THREADS).withPollingInterval(POLL));
        return dbos;
    }

    @Override
    public Producer producer(AgentOptions options, int threads) {
        HikariDataSource database = options.pool(threads);
        DBOSClient client = new DBOSClient(database);
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) {
                client.enqueueWorkflow(
                        new DBOSClient.EnqueueOptions("ten-steps", TenTransactions.class.getName(), QUEUE)
                                .withAppVersion(VERSION)
                                .withWorkflowId("w" + id),
                        new Object[] {id});
            }

            /** It has no call for many; they are enqueued one by one. */
            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) {
                for (long id = first; id < first + count; id++) {
                    one(id, null);
                }
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }

    @Override
    public Worker worker(AgentOptions options, Job job) {
        DBOS dbos = node(options, options.pool(TenSteps.THREADS + FURTHER_CONNECTIONS), false, job::run);
        return dbos::launch;
    }
}
