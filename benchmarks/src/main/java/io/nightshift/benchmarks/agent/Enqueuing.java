package io.nightshift.benchmarks.agent;

import io.nightshift.benchmarks.contender.AgentOptions;
import io.nightshift.benchmarks.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A producer: {@code count} jobs or {@code seconds} of them after {@code warm} seconds that do not count, one or
 * {@code batch} a commit, from {@code threads} threads. With {@code rate} job k is due at k/rate whatever became of those
 * before it, so that an engine that falls behind shows it.
 */
final class Enqueuing {

    private static final long SPIN_NANOS = 50_000;

    private final Contender contender;
    private final AgentOptions options;
    private final int threads;
    private final int batch;
    private final int keys;
    private final double rate;
    private final long first;
    private final long end;
    private final AtomicLong next;
    private final LongAdder counted = new LongAdder();
    private final EventLog log = new EventLog(2);

    Enqueuing(Contender contender, AgentOptions options) {
        this.contender = contender;
        this.options = options;
        this.threads = options.number("threads", 1);
        this.batch = options.number("batch", 1);
        this.keys = options.number("keys", 0);
        this.rate = options.decimal("rate", 0);
        this.first = options.large("first", 0);
        this.end = first + options.large("count", Long.MAX_VALUE / 2);
        this.next = new AtomicLong(first);
    }

    void run() throws Exception {
        try (Contender.Producer producer = contender.producer(options, threads);
                ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            Agent.say("READY");
            Agent.awaitLine();
            long start = System.nanoTime();
            long countFrom = start + (long) (options.decimal("warm", 0) * 1e9);
            double seconds = options.decimal("seconds", 0);
            long stop = seconds > 0 ? countFrom + (long) (seconds * 1e9) : Long.MAX_VALUE;
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(() -> {
                    enqueue(producer, start, countFrom, stop);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            double took = (System.nanoTime() - countFrom) / 1e9;
            String file = options.text("log", "");
            if (!file.isEmpty()) {
                log.write(file);
            }
            Agent.say(String.format(
                    Locale.ROOT, "RESULT count=%d rate=%.3f", counted.sum(), counted.sum() / Math.max(took, 1e-9)));
            Agent.awaitLine(); // its CPU is read before it ends
        }
    }

    private void enqueue(Contender.Producer producer, long start, long countFrom, long stop) throws Exception {
        while (System.nanoTime() < stop) {
            long id = next.getAndAdd(batch);
            if (id >= end) {
                return;
            }
            if (rate > 0) {
                awaitTime(start + (long) ((id - first) * 1e9 / rate));
            }
            int size = (int) Math.min(batch, end - id);
            if (batch == 1) {
                producer.one(id, key(id));
            } else {
                producer.many(id, size, this::key);
            }
            long done = System.nanoTime();
            if (done >= countFrom) {
                counted.add(size);
            }
            log.add(id, done);
        }
    }

    private @Nullable String key(long id) {
        return keys == 0 ? null : "k" + id % keys;
    }

    /** Sleeps nearly to the time and spins the rest, because a sleep is late by as much as it likes. */
    private static void awaitTime(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > 2 * SPIN_NANOS) {
                TimeUnit.NANOSECONDS.sleep(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
