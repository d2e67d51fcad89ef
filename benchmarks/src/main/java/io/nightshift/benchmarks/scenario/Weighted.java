package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.agent.EventLog;
import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.operation.Operation;
import io.nightshift.queue.Author;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether organizations get their turns by weight, between nodes too, as the handlers themselves tell it. */
final class Weighted implements Scenario {

    private static final List<String> CASES = List.of("1 node", "2 nodes");
    private static final long OF_B = 1_000_000_000;
    private static final int WEIGHT = 3;
    private static final int MILLIS = 5;
    private static final Column RATIO = new Column("ratio", "B's completions to A's");

    @Override
    public String name() {
        return "weights";
    }

    @Override
    public String question() {
        return "Organizations A and B have weights of 1 and 3 and more to do than is done: what does each get?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return CASES;
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        Filling filling = new Filling(stage);
        int seconds = stage.sizes().seconds(30, 12);
        // 50 slots of 5 ms finish at most 10,000 a second on each of two nodes.
        long backlog = seconds * 20_000L;
        filling.live(operation("org1", 0), backlog, Map.of());
        filling.live(operation("org2", OF_B), backlog, Map.of());
        filling.store().organizations().setWeight("org2", WEIGHT, Author.of("bench"));
        filling.settle();
        int nodes = CASES.indexOf(which) + 1;
        List<AgentProcess> workers = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            workers.add(stage.agent("work", "node=" + node, "log=" + stage.file("node" + node + ".log"))
                    .ready());
        }
        for (AgentProcess worker : workers) {
            worker.tell("go");
        }
        TimeUnit.SECONDS.sleep(seconds);
        long[] done = new long[2];
        for (int node = 1; node <= nodes; node++) {
            AgentProcess worker = workers.get(node - 1);
            worker.tell("stop");
            worker.result(60);
            List<long[]> runs = EventLog.read(stage.file("node" + node + ".log"), 3);
            // The first part shows how a node warms up, and who was looked at first.
            runs.subList(runs.size() / 4, runs.size()).forEach(run -> done[run[0] < OF_B ? 0 : 1]++);
        }
        figures.put("a", done[0]);
        figures.put("b", done[1]);
        figures.put("ratio", (double) done[1] / Math.max(1, done[0]));
    }

    private static Operation operation(String organization, long id) {
        return Operation.named("bench").organization(organization).data(id + " " + MILLIS);
    }

    @Override
    public List<Column> columns() {
        return List.of(RATIO, new Column("a", "of A"), new Column("b", "of B"));
    }

    @Override
    public List<Goal> goals() {
        return CASES.stream()
                .map(which -> Goal.figure(
                        "weights of 1 and 3, " + which,
                        "1 : 3 ± 20 % of completions",
                        which,
                        RATIO,
                        ratio -> ratio >= 0.8 * WEIGHT && ratio <= 1.2 * WEIGHT))
                .toList();
    }

    @Override
    public int runs() {
        return 3;
    }
}
