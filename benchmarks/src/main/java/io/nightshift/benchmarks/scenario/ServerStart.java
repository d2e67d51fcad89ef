package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.ServerProcess;
import io.nightshift.benchmarks.stage.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How long the whole server takes to be ready, with its own PostgreSQL, and the memory it then lies in. */
final class ServerStart implements Scenario {

    private static final String FIRST = "first start";
    private static final String LATER = "later start";
    private static final Column READY = new Column("ready_s", "ready after s");
    private static final Column MEMORY = new Column("memory_mb", "memory of all processes, MB");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String question() {
        return "How long does ./run serve take to be ready, and how much memory does it lie in?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(FIRST, LATER);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        if (which.equals(LATER)) {
            ServerProcess.start(stage.file("data")).close();
        }
        try (ServerProcess server = ServerProcess.start(stage.file("data"))) {
            figures.put("ready_s", server.readySeconds());
            TimeUnit.SECONDS.sleep(stage.sizes().seconds(20, 8));
            figures.put("memory_mb", server.memoryBytes() / 1e6);
        }
        ServerProcess.delete(stage.file("data"));
    }

    @Override
    public List<Column> columns() {
        return List.of(READY, MEMORY);
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.figure("start with the embedded PostgreSQL", "first ≤ 10 s", FIRST, READY, Goal.atMost(10)),
                Goal.figure("start with the embedded PostgreSQL", "later ≤ 3 s", LATER, READY, Goal.atMost(3)),
                Goal.figure("memory when idle", "≤ 300 MB in all", LATER, MEMORY, Goal.atMost(300)));
    }

    @Override
    public int runs() {
        return 3;
    }
}
