package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.agent.EventLog;
import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How long what a node was running is missing when the node is killed, and whether its effects happen once. */
final class Crash implements Scenario {

    private static final String DEFAULT = "lease of 10 s";
    private static final String FAILOVER = "lease of 45 s, for a failover cluster";
    private static final int OPERATIONS = 30;
    private static final int HANDLER_MILLIS = 6000;
    private static final Column LAST = new Column("rerun_s", "last rerun starts after s");
    private static final Column TWICE = new Column("duplicates", "effects that happened twice");

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public String question() {
        return "A node is killed with 30 handlers running: when has another started all of them again?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(DEFAULT, FAILOVER);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        int lease = which.equals(FAILOVER) ? 45 : 10;
        stage.fresh();
        AgentProcess second = node(stage, 2, lease).ready();
        AgentProcess first = node(stage, 1, lease).go();
        stage.enqueue("count=" + OPERATIONS, "batch=1000", "length=" + HANDLER_MILLIS);
        stage.awaitFalse("SELECT count(*) < " + OPERATIONS + " FROM nightshift.operation WHERE statuscode = 20", 60);
        second.tell("go");
        TimeUnit.MILLISECONDS.sleep(HANDLER_MILLIS / 4);
        long lost = stage.ask("SELECT count(*) FROM nightshift.operation WHERE statuscode = 20");
        long killed = System.nanoTime();
        first.kill();
        stage.awaitFalse("SELECT EXISTS (SELECT 1 FROM nightshift.operation)", 3 * lease + 60);
        second.tell("stop");
        second.result(30);
        List<Double> seconds = new ArrayList<>();
        for (long[] run : EventLog.read(stage.file("node2.log"), 3)) {
            seconds.add((run[1] - killed) / 1e9);
        }
        figures.put(
                "rerun_s",
                seconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
        figures.put("lost", lost);
        figures.put("reruns", seconds.size());
        figures.put("effects", stage.ask("SELECT count(*) FROM bench_effect"));
        figures.put("duplicates", stage.ask("SELECT count(*) - count(DISTINCT id) FROM bench_effect"));
    }

    private static AgentProcess node(Stage stage, int number, int lease) throws Exception {
        return stage.agent(
                "work",
                "node=" + number,
                "lease=" + lease,
                "effects=true",
                "log=" + stage.file("node" + number + ".log"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                LAST,
                new Column("lost", "handlers lost"),
                new Column("reruns", "runs on the other node"),
                new Column("effects", "effects"),
                TWICE);
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.figure(
                        "crash of a node to the rerun", "≤ 15 s at the default lease", DEFAULT, LAST, Goal.atMost(15)),
                Goal.figure("crash of a node to the rerun", "no duplicate commit", DEFAULT, TWICE, Goal.atMost(0)),
                Goal.figure(
                        "crash of a node to the rerun", "≤ 55 s with failover lease", FAILOVER, LAST, Goal.atMost(55)));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(4);
    }

    @Override
    public int runs() {
        return 3;
    }
}
