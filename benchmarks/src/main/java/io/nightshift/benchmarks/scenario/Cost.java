package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Meter;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;

/** What one operation costs over its whole life, in what does not depend on the machine. */
final class Cost implements Scenario {

    private static final String ONE = "one per commit";
    private static final String MANY = "1,000 per commit";
    private static final String LANES = "1,000 per commit, 100 lanes";
    private static final String RAW_ONE = "raw loop, one per commit";
    private static final String RAW_MANY = "raw loop, 1,000 per commit";
    private static final Column RETAINED = new Column("retained", "bytes retained");
    private static final String TABLES =
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relkind = 'r'"
                    + " AND nspname NOT IN ('pg_catalog', 'information_schema')";

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String question() {
        return "What does one operation cost over its life, enqueue to history?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(ONE, MANY, LANES, RAW_ONE, RAW_MANY);
    }

    @Override
    public Entrant entrant(String which) {
        return which.startsWith("raw") ? Entrant.RAW : Entrant.NIGHTSHIFT;
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        boolean single = which.endsWith(ONE);
        int jobs = stage.sizes().rows(20_000, single ? 10_000 : 20_000);
        stage.fresh();
        long before = stage.ask(TABLES);
        Figures enqueued = new Figures();
        AgentProcess producer = stage.agent(
                        "enqueue",
                        "count=" + jobs,
                        single ? "threads=8" : "batch=1000",
                        "keys=" + (which.equals(LANES) ? 100 : 0))
                .ready();
        Meter meter = stage.meter(producer);
        producer.tell("go");
        producer.result(120);
        meter.end(enqueued, jobs);
        producer.close();
        stage.settle();
        Figures drained = new Figures();
        Draining.of(jobs, stage.sizes().cap()).working("log=").drain(stage, drained);
        for (String name : List.of("wal", "commits", "statements", "buffers", "cpu_us")) {
            double first = enqueued.values().getOrDefault(name, Double.NaN);
            figures.put(name, first + drained.values().getOrDefault(name, Double.NaN));
            figures.put("enqueue_" + name, first);
        }
        figures.put("other_cores", drained.values().getOrDefault("other_cores", 0.0));
        stage.execute("VACUUM FULL");
        // The data of an operation of the bench is its number: five bytes with its length.
        figures.put("retained", (stage.ask(TABLES) - before) / (double) jobs - 5);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.WAL,
                new Column("enqueue_wal", "of it enqueue"),
                RETAINED,
                Column.COMMITS,
                Column.STATEMENTS,
                Column.BUFFERS,
                Column.CPU);
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.figure("per operation: WAL", "≤ 1.4 kB over its life", MANY, Column.WAL, Goal.atMost(1400)),
                Goal.figure("per operation: retained", "≤ 250 B beyond the payload", MANY, RETAINED, Goal.atMost(250)));
    }
}
