package io.nightshift.benchmarks.contender;

import java.time.Duration;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jspecify.annotations.Nullable;

/** JobRunr's open edition: requests with one handler, 32 workers, and the shortest poll its SQL storage accepts. */
final class JobRunrContender implements Contender {

    private static final Duration SHORTEST_POLL = Duration.ofSeconds(5);

    /** JobRunr makes the handler by itself and knows it by its class only. */
    private static volatile @Nullable Job job;

    /** The data of a job. */
    public record Request(long id) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** What JobRunr calls. */
    public static final class Handler implements JobRequestHandler<Request> {
        @Override
        public void run(Request request) throws Exception {
            Job given = job;
            if (given != null) {
                given.run(request.id());
            }
        }
    }

    private static PostgresStorageProvider storage(AgentOptions options, int pool, DatabaseOptions tables) {
        return new PostgresStorageProvider(options.pool(pool), tables);
    }

    @Override
    public void setup(AgentOptions options) {
        JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage(options, 2, DatabaseOptions.CREATE))
                .initialize();
    }

    @Override
    public Producer producer(AgentOptions options, int threads) {
        JobRequestScheduler scheduler = JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage(options, threads, DatabaseOptions.SKIP_CREATE))
                .initialize()
                .getJobRequestScheduler();
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) {
                scheduler.enqueue(new Request(id));
            }

            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) {
                scheduler.enqueue(LongStream.range(first, first + count).mapToObj(Request::new));
            }

            @Override
            public void close() {
                scheduler.shutdown();
            }
        };
    }

    @Override
    public Worker worker(AgentOptions options, Job given) {
        job = given;
        int workers = options.slow() ? 50 : 32;
        return () -> JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage(options, 20, DatabaseOptions.SKIP_CREATE))
                .useJobActivator(new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(new Handler());
                    }
                })
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(workers)
                        .andPollInterval(SHORTEST_POLL))
                .initialize();
    }
}
