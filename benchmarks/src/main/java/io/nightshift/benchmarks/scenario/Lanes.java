package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.agent.EventLog;
import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What order costs: many lanes, one lane, lanes with failures, beside no lanes; judged by the handlers' own journal. */
final class Lanes implements Scenario {

    private static final String MANY = "1,000 lanes × 20";
    private static final String FAILING = "1,000 lanes × 20, 1 in 50 fails or retries";
    private static final String ONE = "one hot lane";
    private static final String NONE = "no lanes";
    private static final Set<Entrant> ORDERING = Set.of(Entrant.GRAPHILE, Entrant.PG_BOSS);
    private static final String MEASURE = "lanes: 1,000 tokens × 20";

    @Override
    public String name() {
        return "lanes";
    }

    @Override
    public String question() {
        return "What does the order inside lanes cost?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        List<String> cases = new ArrayList<>(List.of(MANY, FAILING, ONE, NONE, Entrant.RAW.shortName()));
        entrants.stream().filter(ORDERING::contains).map(Entrant::shortName).forEach(cases::add);
        return cases;
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        // Half of them warm up, as in the drain.
        int jobs = stage.sizes().rows(40_000, 40_000);
        int keys = which.equals(NONE) || stage.entrant() == Entrant.RAW ? 0 : which.equals(ONE) ? 1 : 1000;
        stage.fresh("ordered=true");
        Draining draining = Draining.of(jobs, stage.sizes().cap())
                .warmShare(0.5)
                .enqueuing("keys=" + keys, "ordered=true")
                .working("ordered=true", "fails=" + (which.equals(FAILING) ? 50 : 0));
        draining.run(stage, figures);
        if (keys > 0) {
            check(EventLog.read(stage.file("node1.log"), 3), keys, figures);
        }
    }

    private static void check(List<long[]> journal, int keys, Figures figures) {
        List<long[]> runs = new ArrayList<>(journal);
        runs.sort(Comparator.comparingLong(run -> run[1]));
        Map<Long, Long> lastId = new HashMap<>();
        Map<Long, Long> lastEnd = new HashMap<>();
        int disorders = 0;
        int overlaps = 0;
        for (long[] run : runs) {
            long key = run[0] % keys;
            disorders += lastId.getOrDefault(key, -1L) > run[0] ? 1 : 0;
            overlaps += lastEnd.getOrDefault(key, 0L) > run[1] ? 1 : 0;
            lastId.merge(key, run[0], Math::max);
            lastEnd.merge(key, run[2], Math::max);
        }
        figures.put("runs", runs.size());
        figures.put("disorders", disorders);
        figures.put("overlaps", overlaps);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.RATE,
                Column.CPU,
                Column.COMMITS,
                Column.STATEMENTS,
                Column.WAL,
                new Column("disorders", "out of order"),
                new Column("overlaps", "overlaps"));
    }

    @Override
    public List<Goal> goals() {
        Column disorders = new Column("disorders", "out of order");
        return List.of(
                Goal.ratio(
                        MEASURE,
                        "≥ 1.5 × pg-boss, strictly ordered",
                        Column.RATE,
                        MANY,
                        Entrant.PG_BOSS.shortName(),
                        Goal.atLeast(1.5)),
                Goal.ratio(MEASURE, "≥ 0.4 of our own rate without lanes", Column.RATE, MANY, NONE, Goal.atLeast(0.4)),
                Goal.figure(MEASURE, "order kept also with failures", FAILING, disorders, Goal.atMost(0)),
                Goal.ratio(
                        "lanes: one hot token", "≥ 0.05 of the raw loop", Column.RATE, ONE, "raw", Goal.atLeast(0.05)));
    }
}
