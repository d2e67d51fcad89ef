package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.contender.TenSteps;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A backlog of workflows, each of ten steps that change a record and are durable one by one. All figures are for a step;
 * what begins and ends an instance is shared out among its ten.
 */
final class Workflows implements Scenario {

    private static final String MEASURE = "steps of a workflow of ten";
    private static final Column STEPS = new Column("rate", "steps/s");
    private static final Column INSTANCES = new Column("instance_rate", "workflows/s");

    @Override
    public String name() {
        return "workflow";
    }

    @Override
    public String question() {
        return "How fast does one node carry workflows through ten steps, each a change of a record that is durable?";
    }

    @Override
    public Entrant.Work work() {
        return Entrant.Work.WORKFLOWS;
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return entrants.stream().map(Entrant::shortName).toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        int instances = stage.sizes().rows(8_000, 3_000);
        stage.fresh("count=" + instances);
        Draining.of(instances, stage.sizes().cap())
                .parts(TenSteps.STEPS)
                .warmShare(0.5)
                .enqueuing("threads=4", "batch=100")
                .working("log=")
                .run(stage, figures);
        figures.put("instance_rate", figures.values().getOrDefault("rate", Double.NaN) / TenSteps.STEPS);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                STEPS,
                INSTANCES,
                new Column("cpu_us", "CPU µs/step"),
                Column.SERVER,
                Column.CLIENT,
                new Column("commits", "commits/step"),
                new Column("statements", "statements/step"),
                new Column("wal", "WAL B/step"));
    }

    @Override
    public List<Goal> goals() {
        return Stream.of(Entrant.DBOS, Entrant.FLOWABLE)
                .map(peer -> Goal.ratio(
                        MEASURE,
                        "ahead of " + peer.title(),
                        STEPS,
                        Entrant.NIGHTSHIFT_WORKFLOWS.shortName(),
                        peer.shortName(),
                        Goal.atLeast(1)))
                .toList();
    }
}
