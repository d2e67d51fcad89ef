package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.operation.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether a small organization notices a large one: two nodes, B enqueues one a second while A has all it can have. */
final class Fairness implements Scenario {

    private static final String EMPTY = "A has nothing";
    private static final String BACKLOG = "A has a backlog";
    private static final String LONG = "A runs for ten minutes in every slot it gets";
    private static final long OF_B = 1_000_000_000;
    private static final int TEN_MINUTES = 600_000;
    private static final int BOTH_NODES = 200;

    @Override
    public String name() {
        return "fairness";
    }

    @Override
    public String question() {
        return "Organization B enqueues one operation a second: how long does it wait beside organization A?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(EMPTY, BACKLOG, LONG);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        Filling filling = new Filling(stage);
        if (which.equals(BACKLOG)) {
            int backlog = stage.sizes().rows(1_000_000, 300_000);
            filling.live(operation("0 10"), backlog, Map.of());
            figures.put("backlog", backlog);
        } else if (which.equals(LONG)) {
            filling.live(operation("0 " + TEN_MINUTES), BOTH_NODES, Map.of());
        }
        filling.settle();
        List<AgentProcess> workers = List.of(worker(stage, 1), worker(stage, 2));
        for (AgentProcess worker : workers) {
            worker.go();
        }
        TimeUnit.SECONDS.sleep(stage.sizes().seconds(8, 5));
        AgentProcess producer = Waits.producer(
                        stage, 1, stage.sizes().seconds(60, 20), 0, "organization=org2", "first=" + OF_B)
                .go();
        producer.result(200);
        if (which.equals(BACKLOG)) {
            long left = stage.ask(
                    "SELECT count(*) FROM (SELECT 1 FROM nightshift.operation WHERE statuscode = 0 LIMIT 1) r");
            figures.put("a_left", left);
        }
        Waits.note(stage, workers, OF_B, figures);
    }

    private static Operation operation(String data) {
        return Operation.named("bench").organization("org1").data(data);
    }

    private static AgentProcess worker(Stage stage, int node) throws Exception {
        return stage.agent("work", "node=" + node, "log=" + stage.file("node" + node + ".log"), "logfrom=" + OF_B);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Waits.P99,
                Waits.P50,
                Waits.MAX,
                Waits.SAMPLES,
                new Column("unstarted", "never started"),
                new Column("backlog", "A's backlog"),
                new Column("backlog_left", "of it left at the end"));
    }

    @Override
    public List<Goal> goals() {
        String measure = "fairness: one organization has 1M ready, another enqueues one";
        return List.of(
                Goal.figure(measure, "start p99 ≤ 100 ms", BACKLOG, Waits.P99, Goal.atMost(100)),
                Goal.ratio(measure, "p99 ≤ 3 × empty", Waits.P99, BACKLOG, EMPTY, Goal.atMost(3)),
                Goal.figure("fairness: all slots in long handlers", "≤ 1 s", LONG, Waits.MAX, Goal.atMost(1000)));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(5);
    }

    @Override
    public int runs() {
        return 3;
    }
}
