package io.nightshift.benchmarks.agent;

import io.nightshift.benchmarks.contender.AgentOptions;
import io.nightshift.benchmarks.contender.Contender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A worker: its job sleeps {@code sleep} milliseconds, or as long as the job itself says, counts, and with {@code log=FILE}
 * writes down (id, start, end) of those from {@code logfrom} on.
 */
final class Working implements Contender.Job {

    private static final int REPORT_MILLIS = 20;

    private final Contender contender;
    private final AgentOptions options;
    private final int sleep;
    private final long logFrom;
    private final @Nullable EventLog log;
    private final LongAdder handled = new LongAdder();

    Working(Contender contender, AgentOptions options) {
        this.contender = contender;
        this.options = options;
        this.sleep = options.number("sleep", 0);
        this.logFrom = options.large("logfrom", 0);
        this.log = options.text("log", "").isEmpty() ? null : new EventLog(3);
    }

    @Override
    public void run(long id) throws InterruptedException {
        run(id, sleep);
    }

    @Override
    public void run(long id, long millis) throws InterruptedException {
        EventLog to = id >= logFrom ? log : null;
        long start = to == null ? 0 : System.nanoTime();
        if (millis > 0) {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
        handled.increment();
        if (to != null) {
            to.add(id, start, System.nanoTime());
        }
    }

    void run() throws Exception {
        Contender.Worker worker = contender.worker(options, this);
        Agent.say("READY");
        Agent.awaitLine();
        worker.start();
        AtomicBoolean stopped = new AtomicBoolean();
        Thread reporter = Thread.ofPlatform().daemon().start(() -> report(stopped));
        Agent.awaitLine();
        stopped.set(true);
        reporter.join();
        if (log != null) {
            log.write(options.text("log", ""));
        }
        Agent.say("RESULT count=" + handled.sum());
    }

    private void report(AtomicBoolean stopped) {
        long last = -1;
        try {
            while (!stopped.get()) {
                long count = handled.sum();
                if (count != last) {
                    Agent.say("C " + count);
                    last = count;
                }
                TimeUnit.MILLISECONDS.sleep(REPORT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
