package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Meter;
import io.nightshift.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What work on records costs: one by one, many at once, with the operation of an asynchronous step each, read and deleted. */
final class Records implements Scenario {

    private static final Column STEPS = new Column("step_rate", "steps run/s");

    private static final Map<String, String> CASES = Map.of(
            "create, 4 threads", "create",
            "CreateMultiple of 500", "create-multiple",
            "CreateMultiple of 500, an asynchronous step each", "step",
            "retrieve by id, 4 threads", "retrieve",
            "page of 50 by a filter, 4 threads", "page",
            "bulk delete", "bulk-delete");

    @Override
    public String name() {
        return "records";
    }

    @Override
    public String question() {
        return "How fast are records made, read and deleted, with and without the operations they cause?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return CASES.keySet().stream().sorted().toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        String kind = CASES.getOrDefault(which, "");
        boolean single = kind.equals("create") || kind.equals("retrieve");
        int count = single ? stage.sizes().rows(40_000, 10_000) : stage.sizes().rows(100_000, 20_000) / 500 * 500;
        AgentProcess worker = stage.agent(
                "records",
                "case=" + kind,
                "count=" + count,
                "pages=" + stage.sizes().rows(4_000, 1_000),
                "threads=" + (single || kind.equals("page") ? 4 : 1));
        worker.await("READY", 300);
        stage.settle();
        stage.awaitQuiet();
        Meter meter = stage.meter(worker);
        worker.tell("go");
        String result = worker.result(600);
        figures.put("rate", AgentProcess.figure(result, "rate"));
        figures.put("step_rate", AgentProcess.figure(result, "step_rate"));
        meter.end(figures, AgentProcess.figure(result, "count"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("rate", "records/s"),
                STEPS,
                Column.CPU,
                Column.SERVER,
                Column.CLIENT,
                Column.COMMITS,
                Column.STATEMENTS,
                Column.WAL);
    }

    @Override
    public List<Goal> goals() {
        return List.of();
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(12);
    }

    @Override
    public int runs() {
        return 3;
    }
}
