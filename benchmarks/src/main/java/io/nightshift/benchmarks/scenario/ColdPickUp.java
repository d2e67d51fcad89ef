package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How soon a node that had nothing to do starts what comes. */
final class ColdPickUp implements Scenario {

    private static final String HINTS = "as shipped, with hints";
    private static final String NONE = "without hints";
    /** Not in step with anything that happens once a second. */
    private static final double RATE = 1 / 1.37;
    /** The node is cold, its JVM is not: the first that it picks up load classes. */
    private static final int WARM_SECONDS = 10;

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String question() {
        return "How soon does an idle node start an operation that another process has enqueued?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(HINTS, NONE);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        AgentProcess worker = stage.agent("work", "log=" + stage.file("node1.log"), "hints=" + which.equals(HINTS))
                .go();
        TimeUnit.SECONDS.sleep(stage.sizes().seconds(5, 3));
        AgentProcess producer = Waits.producer(stage, RATE, stage.sizes().seconds(120, 60), WARM_SECONDS)
                .go();
        producer.result(300);
        Waits.note(stage, List.of(worker), Math.round(RATE * WARM_SECONDS), figures);
    }

    @Override
    public List<Column> columns() {
        return List.of(Waits.P99, Waits.P50, Waits.MAX, Waits.SAMPLES);
    }

    @Override
    public List<Goal> goals() {
        String measure = "cold pick-up from another process";
        return List.of(
                Goal.figure(measure, "p99 ≤ 50 ms with hints", HINTS, Waits.P99, Goal.atMost(50)),
                Goal.figure(measure, "≤ 1 s without", NONE, Waits.P99, Goal.atMost(1000)));
    }

    @Override
    public int runs() {
        return 1;
    }
}
