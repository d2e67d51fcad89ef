package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;

/** Whether slots stay full when handlers take a while: 50 of 10 ms can do 5,000 a second at most. */
final class SlowHandlers implements Scenario {

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public String question() {
        return "How full are 50 slots kept with handlers of 10 ms (at most 5,000 operations/s)?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return entrants.stream()
                .filter(entrant -> entrant != Entrant.QUARTZ)
                .map(Entrant::shortName)
                .toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        Draining.of(stage.sizes().rows(40_000, 25_000), stage.sizes().cap())
                .working("sleep=10", "log=")
                .run(stage, figures);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.RATE, Column.CPU, Column.COMMITS, Column.STATEMENTS);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.ratio(
                "10 ms handlers, 50 slots",
                "≥ 0.95 of the raw loop",
                Column.RATE,
                "nightshift",
                "raw",
                Goal.atLeast(0.95)));
    }
}
