package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;

/**
 * How fast a backlog of jobs that do nothing goes away: the engine's own work, and nothing else. A service runs for days, so
 * as many jobs warm up each contender as are counted: in the first second or two a JVM is busy with compiling.
 */
final class Drain implements Scenario {

    private static final String MEASURE = "drain of 100k no-op operations";

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String question() {
        return "How fast does one node work off a backlog of operations that do nothing?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return entrants.stream().map(Entrant::shortName).toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        Draining.of(stage.sizes().rows(200_000, 200_000), stage.sizes().cap())
                .warmShare(0.5)
                .working("log=")
                .run(stage, figures);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.RATE, Column.CPU, Column.SERVER, Column.CLIENT, Column.COMMITS, Column.STATEMENTS, Column.WAL);
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.ratio(MEASURE, "≥ 0.6 of the raw loop", Column.RATE, "nightshift", "raw", Goal.atLeast(0.6)),
                Goal.best(MEASURE, "≥ 1.15 × the fastest peer", Column.RATE, Goal.atLeast(1.15)),
                Goal.ratio(
                        MEASURE,
                        "≥ 5 × db-scheduler",
                        Column.RATE,
                        "nightshift",
                        Entrant.DB_SCHEDULER.shortName(),
                        Goal.atLeast(5)),
                Goal.ratio(
                        MEASURE,
                        "≥ 15 × JobRunr",
                        Column.RATE,
                        "nightshift",
                        Entrant.JOBRUNR.shortName(),
                        Goal.atLeast(15)),
                Goal.figure(MEASURE, "≤ 45 µs CPU", "nightshift", Column.CPU, Goal.atMost(45)));
    }
}
