package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.agent.EventLog;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long operations wait from the acknowledged commit in one process to the start of the handler in another. */
final class Waits {

    static final Column P50 = new Column("p50", "p50 ms");
    static final Column P95 = new Column("p95", "p95 ms");
    static final Column P99 = new Column("p99", "p99 ms");
    static final Column MAX = new Column("max", "largest ms");
    static final Column SAMPLES = new Column("samples", "samples");

    private static final String ENQUEUED = "enqueued.log";
    private static final int LAST_SECONDS = 15;
    private static final int LOOK_MILLIS = 20;

    private Waits() {}

    /** A producer at a fixed rate that writes down its commits. */
    static AgentProcess producer(Stage stage, double rate, int seconds, int warm, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "rate=" + rate,
                "seconds=" + seconds,
                "warm=" + warm,
                "threads=" + (rate > 200 ? 16 : 4),
                "log=" + stage.file(ENQUEUED)));
        options.addAll(List.of(more));
        return stage.agent("enqueue", options.toArray(String[]::new));
    }

    /** Lets the workers come to an end, and notes the waits of those enqueued from this id on. */
    static void note(Stage stage, List<AgentProcess> workers, long from, Figures figures) throws Exception {
        Map<Long, Long> commits = new HashMap<>();
        for (long[] row : EventLog.read(stage.file(ENQUEUED), 2)) {
            if (row[0] >= from) {
                commits.put(row[0], row[1]);
            }
        }
        awaitStandstill(workers);
        Map<Long, Long> starts = new HashMap<>();
        for (int node = 1; node <= workers.size(); node++) {
            AgentProcess worker = workers.get(node - 1);
            worker.tell("stop");
            worker.result(30);
            for (long[] row : EventLog.read(stage.file("node" + node + ".log"), 3)) {
                starts.putIfAbsent(row[0], row[1]);
            }
        }
        double[] millis = commits.entrySet().stream()
                .filter(commit -> starts.containsKey(commit.getKey()))
                .mapToDouble(commit -> Math.max(0, starts.getOrDefault(commit.getKey(), 0L) - commit.getValue()) / 1e6)
                .toArray();
        figures.put("enqueued", commits.size());
        figures.put("unstarted", commits.size() - millis.length);
        figures.percentiles("", millis);
    }

    private static void awaitStandstill(List<AgentProcess> workers) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS);
        long last = -1;
        int still = 0;
        while (still < 50 && System.nanoTime() < limit) {
            long handled = workers.stream().mapToLong(AgentProcess::handled).sum();
            still = handled == last ? still + 1 : 0;
            last = handled;
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
