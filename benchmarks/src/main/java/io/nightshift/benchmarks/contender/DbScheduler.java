package io.nightshift.benchmarks.contender;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** db-scheduler with lock-and-fetch, the limits and the pool its page on performance names, and its published tables. */
final class DbScheduler implements Contender {

    private static final TaskDescriptor<Long> BENCH = TaskDescriptor.of("bench", Long.class);
    private final SystemClock clock = new SystemClock();

    @Override
    public void setup(AgentOptions options) throws SQLException {
        try (HikariDataSource database = options.pool(1);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL,"
                    + " task_data bytea, execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,"
                    + " last_success timestamptz, last_failure timestamptz, consecutive_failures int,"
                    + " last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,"
                    + " PRIMARY KEY (task_name, task_instance))");
            statement.execute("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
            statement.execute("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
            statement.execute("CREATE INDEX priority_execution_time_idx"
                    + " ON scheduled_tasks (priority DESC, execution_time ASC)");
        }
    }

    @Override
    public Producer producer(AgentOptions options, int threads) {
        HikariDataSource database = options.pool(threads);
        OneTimeTask<Long> task = Tasks.oneTime(BENCH).execute((instance, context) -> {});
        SchedulerClient client = SchedulerClient.Builder.create(database, task).build();
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) {
                client.scheduleIfNotExists(BENCH.instance("j" + id).data(id).scheduledTo(clock.now()));
            }

            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) {
                List<TaskInstance<?>> instances = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    instances.add(
                            BENCH.instance("j" + (first + i)).data(first + i).build());
                }
                client.scheduleBatch(instances, clock.now());
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }

    @Override
    public Worker worker(AgentOptions options, Job job) {
        boolean latency = options.has("latency");
        int threads = options.slow() ? 50 : 20;
        OneTimeTask<Long> task = Tasks.oneTime(BENCH).execute((instance, context) -> {
            try {
                job.run(instance.getData());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        SchedulerBuilder builder = Scheduler.create(options.pool(22), task)
                .schedulerName(new SchedulerName.Fixed("node" + options.text("node", "1")))
                .threads(threads)
                .pollingInterval(Duration.ofMillis(latency ? 50 : 100));
        if (latency) {
            builder.pollUsingLockAndFetch(1.0, 4.0);
        } else {
            builder.pollUsingLockAndFetch(options.slow() ? 0.5 : 4.0, options.slow() ? 4.0 : 20.0);
        }
        return builder.build()::start;
    }
}
