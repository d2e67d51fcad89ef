package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Meter;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a node costs that has nothing to do, at the settings that give the waits above. */
final class Idle implements Scenario {

    private static final Column STATEMENTS_A_SECOND = new Column("statements_s", "statements/s");
    private static final Column NODE = new Column("node_percent", "node, % of a core");
    private static final Column SERVER = new Column("server_percent", "PostgreSQL, % of a core");

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String question() {
        return "What does a node cost that has nothing to do?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return entrants.stream().map(Entrant::shortName).toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        AgentProcess worker = stage.agent("work").go();
        // A service idles for days: what its JVM still compiles in the first seconds is not what idling costs.
        TimeUnit.SECONDS.sleep(stage.sizes().seconds(60, 30));
        Meter meter = stage.meter(worker);
        Figures sum = new Figures();
        TimeUnit.SECONDS.sleep(stage.sizes().seconds(60, 20));
        meter.end(sum, 1);
        double seconds = sum.values().getOrDefault("seconds", Double.NaN);
        figures.put("statements_s", sum.values().getOrDefault("statements", Double.NaN) / seconds);
        figures.put("node_percent", 100 * sum.values().getOrDefault("client_cores", Double.NaN));
        figures.put("server_percent", 100 * sum.values().getOrDefault("server_cores", Double.NaN));
        figures.put("commits_s", sum.values().getOrDefault("commits", Double.NaN) / seconds);
        figures.put("other_cores", sum.values().getOrDefault("other_cores", 0.0));
    }

    @Override
    public List<Column> columns() {
        return List.of(STATEMENTS_A_SECOND, NODE, SERVER, new Column("commits_s", "writing commits/s"));
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.figure("idle node", "≤ 1 statement/s", "nightshift", STATEMENTS_A_SECOND, Goal.atMost(1)),
                Goal.figure("idle node", "< 1 % CPU", "nightshift", NODE, value -> value < 1));
    }

    @Override
    public int runs() {
        return 1;
    }
}
