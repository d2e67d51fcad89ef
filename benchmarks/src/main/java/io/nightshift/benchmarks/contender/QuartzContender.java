package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz with its clustered JDBC store: one durable job and a trigger with data for each piece of work. */
final class QuartzContender implements Contender {

    private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";
    private static final JobDetail BENCH = JobBuilder.newJob(QuartzJob.class)
            .withIdentity("bench")
            .storeDurably()
            .build();

    /** Quartz makes the job by itself and knows it by its class only. */
    private static volatile @Nullable Job job;

    /** What Quartz calls. */
    public static final class QuartzJob implements org.quartz.Job {
        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            Job given = job;
            try {
                if (given != null) {
                    given.run(Long.parseLong(context.getMergedJobDataMap().getString("id")));
                }
            } catch (Exception e) {
                throw new JobExecutionException(e);
            }
        }
    }

    private static Scheduler scheduler(AgentOptions options, int threads, int pool) throws SchedulerException {
        Properties properties = new Properties();
        Map.ofEntries(
                        Map.entry("scheduler.instanceName", "bench"),
                        Map.entry("scheduler.instanceId", "AUTO"),
                        Map.entry("scheduler.skipUpdateCheck", "true"),
                        Map.entry("scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(threads)),
                        Map.entry("scheduler.idleWaitTime", "1000"),
                        Map.entry("jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                        Map.entry("jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"),
                        Map.entry("jobStore.useProperties", "true"),
                        Map.entry("jobStore.dataSource", "ds"),
                        Map.entry("jobStore.isClustered", "true"),
                        Map.entry("jobStore.misfireThreshold", "600000"),
                        Map.entry("jobStore.acquireTriggersWithinLock", "true"),
                        Map.entry("threadPool.class", "org.quartz.simpl.SimpleThreadPool"),
                        Map.entry("threadPool.threadCount", Integer.toString(threads)),
                        Map.entry("dataSource.ds.provider", "hikaricp"),
                        Map.entry("dataSource.ds.driver", "org.postgresql.Driver"),
                        Map.entry("dataSource.ds.URL", options.url()),
                        Map.entry("dataSource.ds.user", options.text(AgentOptions.USER, "")),
                        Map.entry("dataSource.ds.password", options.text(AgentOptions.PASSWORD, "")),
                        Map.entry("dataSource.ds.maxConnections", Integer.toString(pool)))
                .forEach((name, value) -> properties.put("org.quartz." + name, value));
        return new StdSchedulerFactory(properties).getScheduler();
    }

    @Override
    public void setup(AgentOptions options) throws Exception {
        try (HikariDataSource database = options.pool(1);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(tables().replaceAll("(?m)^--.*$", "").replaceAll("(?i)COMMIT;", ""));
        }
        Scheduler scheduler = scheduler(options, 1, 3);
        scheduler.addJob(BENCH, true);
        scheduler.shutdown();
    }

    private static String tables() throws IOException {
        try (InputStream in = QuartzContender.class.getResourceAsStream(TABLES)) {
            if (in == null) {
                throw new IOException("Quartz no longer carries " + TABLES);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Trigger trigger(long id) {
        return TriggerBuilder.newTrigger()
                .withIdentity("t" + id)
                .forJob(BENCH)
                .usingJobData("id", Long.toString(id))
                .startNow()
                .build();
    }

    @Override
    public Producer producer(AgentOptions options, int threads) throws SchedulerException {
        Scheduler scheduler = scheduler(options, 1, threads + 2); // never started
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) throws SchedulerException {
                scheduler.scheduleJob(trigger(id));
            }

            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) throws SchedulerException {
                Set<Trigger> triggers = new HashSet<>(count * 2);
                for (int i = 0; i < count; i++) {
                    triggers.add(trigger(first + i));
                }
                scheduler.scheduleJobs(Map.of(BENCH, triggers), true);
            }

            @Override
            public void close() throws SchedulerException {
                scheduler.shutdown();
            }
        };
    }

    @Override
    public Worker worker(AgentOptions options, Job given) throws SchedulerException {
        job = given;
        int threads = options.slow() ? 50 : 20;
        return scheduler(options, threads, Math.min(threads, 40) + 3)::start;
    }
}
