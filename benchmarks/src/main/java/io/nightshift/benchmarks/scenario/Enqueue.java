package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Meter;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How fast callers put operations in while nobody takes them out. */
final class Enqueue implements Scenario {

    private final boolean bulk;

    Enqueue(boolean bulk) {
        this.bulk = bulk;
    }

    @Override
    public String name() {
        return bulk ? "enqueue-bulk" : "enqueue";
    }

    @Override
    public String question() {
        return bulk
                ? "How fast are operations enqueued, 1,000 to a commit?"
                : "How fast are operations enqueued by eight threads, one to a commit?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return entrants.stream().map(Entrant::shortName).toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        // A producer runs for days: the compiler of its virtual machine has done its work by then, which takes seconds
        // here.
        int warm = bulk ? 4 : 12;
        stage.fresh();
        AgentProcess producer = stage.agent(
                        "enqueue",
                        bulk ? "batch=1000" : "threads=8",
                        "warm=" + warm,
                        "seconds=" + stage.sizes().seconds(5, 4))
                .ready();
        stage.awaitQuiet();
        Meter meter = stage.meter(producer);
        producer.tell("go");
        TimeUnit.SECONDS.sleep(warm);
        meter.begin();
        String result = producer.result(60);
        figures.put("rate", AgentProcess.figure(result, "rate"));
        meter.end(figures, AgentProcess.figure(result, "count"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.RATE, Column.CPU, Column.SERVER, Column.CLIENT, Column.COMMITS, Column.STATEMENTS, Column.WAL);
    }

    @Override
    public List<Goal> goals() {
        String measure = bulk ? "enqueue in bulk" : "enqueue, one per commit, 8 threads";
        String share = bulk ? "≥ 0.4" : "≥ 0.8";
        return List.of(
                Goal.ratio(
                        measure,
                        share + " of the raw loop",
                        Column.RATE,
                        "nightshift",
                        "raw",
                        Goal.atLeast(bulk ? 0.4 : 0.8)),
                Goal.ratio(
                        measure,
                        "ahead of db-scheduler",
                        Column.RATE,
                        "nightshift",
                        Entrant.DB_SCHEDULER.shortName(),
                        Goal.atLeast(1)));
    }
}
