package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;

/** Whether more nodes or more slots get in each other's way. */
final class Nodes implements Scenario {

    private static final String ONE = "1 node";
    private static final String THREE = "3 nodes";
    private static final String MANY_SLOTS = "1 node, 256 slots";

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public String question() {
        return "What do three nodes, or 256 slots, make of the rate of one node?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(ONE, THREE, MANY_SLOTS);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        Draining.of(stage.sizes().rows(100_000, 100_000), stage.sizes().cap())
                .nodes(which.equals(THREE) ? 3 : 1)
                .working("log=", which.equals(MANY_SLOTS) ? "slots=256" : "slots=50")
                .run(stage, figures);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.RATE, Column.CPU, Column.SERVER, Column.CLIENT, Column.COMMITS, Column.STATEMENTS);
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.ratio("3 nodes", "≥ 1 node", Column.RATE, THREE, ONE, Goal.atLeast(1)),
                Goal.ratio("256 slots", "≥ 0.9 of the peak", Column.RATE, MANY_SLOTS, ONE, Goal.atLeast(0.9)));
    }
}
