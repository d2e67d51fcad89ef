package io.nightshift.benchmarks.contender;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A job engine that takes part. It is made inside an agent, and setting up, enqueuing and working happen in different
 * processes, so an instance remembers nothing of the others. What the driver must know about it stands in {@link Entrant}.
 */
public interface Contender {

    /** Makes its schema in the fresh, empty database. */
    void setup(AgentOptions options) throws Exception;

    /** A client; {@link Producer#one} is called from this many threads at once. */
    Producer producer(AgentOptions options, int threads) throws Exception;

    /** A node, connected and ready, that takes nothing before its start and then calls the job once for each id. */
    Worker worker(AgentOptions options, Job job) throws Exception;

    /** Every call returns when its commit is acknowledged. */
    interface Producer extends AutoCloseable {
        /** @param key jobs with the same key run one after another; null for no order */
        void one(long id, @Nullable String key) throws Exception;

        /** {@code count} jobs from {@code first} on, in one commit. */
        void many(long first, int count, LongFunction<@Nullable String> key) throws Exception;
    }

    /** Started once; ends with its process. */
    interface Worker {
        void start() throws Exception;
    }

    /** The work itself, given by the agent. */
    interface Job {
        void run(long id) throws Exception;

        /** The same for a job that names its own length. */
        void run(long id, long millis) throws Exception;
    }
}
