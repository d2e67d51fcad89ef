package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Meter;
import io.nightshift.benchmarks.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How soon a handler starts after the commit in another process, at a rate that does not depend on the answers. */
final class Latency implements Scenario {

    /** Who polls by the second has no place in a table of milliseconds. */
    private static final Set<Entrant> POLLERS = Set.of(Entrant.JOBRUNR, Entrant.QUARTZ);

    private static final double SUSTAINED = 0.98;

    private final int rate;

    Latency(int rate) {
        this.rate = rate;
    }

    @Override
    public String name() {
        return "latency-" + rate;
    }

    @Override
    public String question() {
        return String.format(
                "How long after the commit in another process does a handler start, at %,d a second?", rate);
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return entrants.stream()
                .filter(entrant -> !POLLERS.contains(entrant))
                .map(Entrant::shortName)
                .toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        int warm = stage.sizes().seconds(15, 10);
        int seconds = stage.sizes().seconds(20, 10);
        stage.fresh();
        AgentProcess worker = stage.agent("work", "latency=true", "log=" + stage.file("node1.log"))
                .go();
        AgentProcess producer = Waits.producer(stage, rate, seconds, warm).ready();
        stage.awaitQuiet();
        Meter meter = stage.meter(worker, producer);
        producer.tell("go");
        TimeUnit.SECONDS.sleep(warm);
        meter.begin();
        String result = producer.result(warm + seconds + 60);
        meter.end(figures, AgentProcess.figure(result, "count"));
        double reached = AgentProcess.figure(result, "rate");
        Figures waits = new Figures();
        Waits.note(stage, List.of(worker), (long) warm * rate, waits);
        figures.put("rate", reached);
        // A wait at a rate that was not reached hides the wait before the enqueue.
        if (reached >= SUSTAINED * rate && waits.values().getOrDefault("unstarted", 0.0) == 0) {
            waits.values().forEach(figures::put);
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Waits.P99,
                Waits.P50,
                Waits.P95,
                Waits.MAX,
                new Column("rate", "enqueued/s"),
                Column.CPU,
                Column.COMMITS);
    }

    @Override
    public List<Goal> goals() {
        String measure = "commit to handler start, from another process, at " + rate + "/s";
        List<Goal> goals = new ArrayList<>();
        if (rate <= 100) {
            goals.add(Goal.figure(measure, "p50 ≤ 2 ms", "nightshift", Waits.P50, Goal.atMost(2)));
            goals.add(Goal.figure(measure, "p99 ≤ 10 ms", "nightshift", Waits.P99, Goal.atMost(10)));
        } else {
            goals.add(Goal.figure(measure, "sustained, p99 ≤ 15 ms", "nightshift", Waits.P99, Goal.atMost(15)));
        }
        return goals;
    }
}
