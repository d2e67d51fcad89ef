package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongFunction;
import org.flowable.bpmn.model.BpmnModel;
import org.flowable.bpmn.model.EndEvent;
import org.flowable.bpmn.model.FlowElement;
import org.flowable.bpmn.model.ImplementationType;
import org.flowable.bpmn.model.Process;
import org.flowable.bpmn.model.SequenceFlow;
import org.flowable.bpmn.model.ServiceTask;
import org.flowable.bpmn.model.StartEvent;
import org.flowable.common.engine.impl.context.Context;
import org.flowable.common.engine.impl.db.DbSqlSession;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.job.service.impl.asyncexecutor.AsyncJobExecutorConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Flowable: a process of ten asynchronous service tasks, each of which changes the record in the engine's transaction. As its
 * pages on the asynchronous executor advise: global acquire lock, large pages and queue; the tasks are not exclusive, because
 * nothing runs beside them in their process. It keeps no history, what makes it fastest and lets it remember nothing.
 */
final class FlowableContender implements Contender {

    private static final String PROCESS = "ten-steps";
    private static final int FURTHER_CONNECTIONS = 8;
    private static final int PAGE = 512;
    private static final int QUEUE = 2048;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration WAIT_FOR_ROOM = Duration.ofMillis(20);

    @Override
    public void setup(AgentOptions options) throws SQLException {
        try (HikariDataSource database = options.pool(3)) {
            TenSteps.prepare(options, database);
            StandaloneProcessEngineConfiguration configuration = configuration(database);
            configuration.setDatabaseSchemaUpdate("true");
            ProcessEngine engine = configuration.buildProcessEngine();
            engine.getRepositoryService()
                    .createDeployment()
                    .addBpmnModel(PROCESS + ".bpmn20.xml", model())
                    .deploy();
            engine.close();
        }
    }

    private static StandaloneProcessEngineConfiguration configuration(HikariDataSource database) {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setDataSource(database);
        configuration.setDatabaseSchemaUpdate("false");
        configuration.setHistory("none");
        configuration.setDisableIdmEngine(true);
        configuration.setDisableEventRegistry(true);
        configuration.setAsyncExecutorActivate(false);
        return configuration;
    }

    private static BpmnModel model() {
        Process process = new Process();
        process.setId(PROCESS);
        FlowElement before = new StartEvent();
        before.setId("start");
        process.addFlowElement(before);
        for (int step = 1; step <= TenSteps.STEPS; step++) {
            ServiceTask task = new ServiceTask();
            task.setId("step" + step);
            task.setImplementationType(ImplementationType.IMPLEMENTATION_TYPE_DELEGATEEXPRESSION);
            task.setImplementation("${change}");
            task.setAsynchronous(true);
            task.setExclusive(false);
            before = after(process, before, task);
        }
        FlowElement end = new EndEvent();
        end.setId("end");
        after(process, before, end);
        BpmnModel model = new BpmnModel();
        model.addProcess(process);
        return model;
    }

    private static FlowElement after(Process process, FlowElement before, FlowElement next) {
        process.addFlowElement(next);
        process.addFlowElement(new SequenceFlow(before.getId(), next.getId()));
        return next;
    }

    @Override
    public Producer producer(AgentOptions options, int threads) {
        HikariDataSource database = options.pool(threads + 1);
        ProcessEngine engine = configuration(database).buildProcessEngine();
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) {
                engine.getRuntimeService().startProcessInstanceByKey(PROCESS, Long.toString(id));
            }

            /** Each is a transaction: what it gathers in one stays in its cache, and it becomes slower and slower. */
            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) {
                for (long id = first; id < first + count; id++) {
                    one(id, null);
                }
            }

            @Override
            public void close() {
                engine.close();
                database.close();
            }
        };
    }

    @Override
    public Worker worker(AgentOptions options, Job job) {
        StandaloneProcessEngineConfiguration configuration =
                configuration(options.pool(TenSteps.THREADS + FURTHER_CONNECTIONS));
        configuration.setBeans(Map.of("change", new Change(job)));
        AsyncJobExecutorConfiguration acquiring = new AsyncJobExecutorConfiguration();
        acquiring.setGlobalAcquireLockEnabled(true);
        acquiring.setMaxAsyncJobsDuePerAcquisition(PAGE);
        acquiring.setDefaultAsyncJobAcquireWaitTime(POLL);
        acquiring.setDefaultQueueSizeFullWaitTime(WAIT_FOR_ROOM);
        configuration.setAsyncExecutorConfiguration(acquiring);
        configuration.setAsyncExecutorCorePoolSize(TenSteps.THREADS);
        configuration.setAsyncExecutorMaxPoolSize(TenSteps.THREADS);
        configuration.setAsyncExecutorThreadPoolQueueSize(QUEUE);
        configuration.buildProcessEngine();
        return () -> configuration.getAsyncExecutor().start();
    }

    /** A task, on the connection of the engine's transaction. */
    private record Change(Job job) implements JavaDelegate {

        @Override
        public void execute(DelegateExecution execution) {
            long id = Long.parseLong(execution.getProcessInstanceBusinessKey());
            int step = Integer.parseInt(execution.getCurrentActivityId().substring("step".length()));
            try {
                TenSteps.change(
                        Context.getCommandContext()
                                .getSession(DbSqlSession.class)
                                .getSqlSession()
                                .getConnection(),
                        id,
                        step);
                job.run(id);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
