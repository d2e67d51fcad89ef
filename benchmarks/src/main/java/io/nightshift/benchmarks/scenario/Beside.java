package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether claims walk what they cannot take: a great many rows lie in the way, each kind for a reason of its own. */
final class Beside implements Scenario {

    private static final String NOTHING = "nothing";
    private static final String UNHANDLED = "a message that nobody handles";
    private static final String FULL = "a limit key that is full";
    private static final String HELD = "a type that is held";
    private static final String DISABLED = "an organization that is disabled";
    private static final int TEN_MINUTES = 600_000;

    @Override
    public String name() {
        return "beside";
    }

    @Override
    public String question() {
        return "What does a claim cost beside a great many operations that it may not take?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(NOTHING, HELD, UNHANDLED, FULL, DISABLED);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        Filling filling = new Filling(stage);
        int count = stage.sizes().rows(1_000_000, 100_000);
        Operation operation = Operation.named("bench").organization("org1").data("0");
        switch (which) {
            case UNHANDLED -> filling.live(operation.message("nobody"), count, Map.of());
            case FULL -> filling.live(operation.data("0 " + TEN_MINUTES).limit("full", 1), count, Map.of());
            case HELD -> {
                filling.live(
                        Operation.of(OperationType.WORKFLOW)
                                .message("bench")
                                .organization("org1")
                                .data("0"),
                        count,
                        Map.of());
                hold(filling, Hold.Target.type(null, OperationType.WORKFLOW));
            }
            case DISABLED -> {
                filling.store().organizations().create("away");
                filling.live(operation.organization("away"), count, Map.of());
                hold(filling, Hold.Target.organization("away"));
            }
            default -> {}
        }
        filling.settle();
        Draining.of(stage.sizes().rows(30_000, 30_000), stage.sizes().cap())
                .besideOthers()
                .working("log=")
                .run(stage, figures);
        figures.put("in_the_way", which.equals(NOTHING) ? 0 : count);
    }

    private static void hold(Filling filling, Hold.Target target) throws SQLException {
        filling.queue().holds().place(target, new Author("bench", "so that it lies in the way"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.BUFFERS,
                Column.CPU,
                Column.RATE,
                Column.STATEMENTS,
                new Column("in_the_way", "operations in the way"));
    }

    @Override
    public List<Goal> goals() {
        return List.of(goal(HELD), goal(UNHANDLED), goal(FULL), goal(DISABLED));
    }

    private static Goal goal(String which) {
        return Goal.ratio(
                "claim beside many operations of " + which,
                "≤ 1.2 × in buffers",
                Column.BUFFERS,
                which,
                NOTHING,
                Goal.atMost(1.2));
    }

    @Override
    public int runs() {
        return 3;
    }
}
