package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.operation.Operation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.StateCode;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether work and screens cost more when much waits and much is kept. */
final class Growth implements Scenario {

    private static final String EMPTY = "empty";
    private static final String GROWN = "grown";
    private static final int DAYS = 30;
    private static final int LOOKS = 20;
    private static final String MEASURE = "growth to 5M live and 10M finished";
    private static final Column GRID = new Column("grid_ms", "grid, first page ms");
    private static final Column COUNTS = new Column("counts_ms", "counts ms");
    private static final Column EXPLAIN = new Column("explain_ms", "explain ms");

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String question() {
        return "What does an operation cost when millions wait and millions are kept, and how fast are the screens?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(EMPTY, GROWN);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        Filling filling = new Filling(stage);
        int live = which.equals(GROWN) ? stage.sizes().rows(5_000_000, 500_000) : 1;
        int finished = which.equals(GROWN) ? stage.sizes().rows(10_000_000, 1_000_000) : 1;
        Operation waiting = Operation.named("bench")
                .organization("org1")
                .data("0")
                .postponeUntil(filling.store().clock().now().plus(Duration.ofDays(20)));
        filling.live(waiting, live, Map.of());
        filling.finished(Operation.named("bench").organization("org1").data("0"), finished, DAYS);
        filling.settle();
        Draining.of(stage.sizes().rows(50_000, 50_000), stage.sizes().cap())
                .working("log=")
                .run(stage, figures);
        figures.put("live", live);
        figures.put("finished", finished);
        look(filling, figures);
    }

    private static void look(Filling filling, Figures figures) throws SQLException {
        SystemJobs jobs = new SystemJobs(filling.store(), RetrySchedule.STANDARD);
        Search all = Search.all().in("org1").limit(50);
        UUID waiting = jobs.find(all.states(Set.of(StateCode.SUSPENDED)))
                .operations()
                .getLast()
                .id();
        figures.put("grid_ms", slowest(() -> jobs.find(all)));
        figures.put("finished_grid_ms", slowest(() -> jobs.find(all.states(Set.of(StateCode.COMPLETED)))));
        figures.put("counts_ms", slowest(() -> jobs.counts("org1")));
        figures.put("explain_ms", slowest(() -> jobs.explain("org1", waiting)));
    }

    private interface Look {
        Object at() throws SQLException;
    }

    /** The slowest of some looks after the first, which reads the pages; in milliseconds. */
    private static double slowest(Look look) throws SQLException {
        look.at();
        double slowest = 0;
        for (int i = 0; i < LOOKS; i++) {
            long start = System.nanoTime();
            look.at();
            slowest = Math.max(slowest, (System.nanoTime() - start) / 1e6);
        }
        return slowest;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.CPU,
                Column.BUFFERS,
                Column.WAL,
                Column.RATE,
                new Column("live", "live"),
                new Column("finished", "finished"),
                GRID,
                new Column("finished_grid_ms", "grid of finished ms"),
                COUNTS,
                EXPLAIN);
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.ratio(MEASURE, "≤ 1.25 × in CPU", Column.CPU, GROWN, EMPTY, Goal.atMost(1.25)),
                Goal.ratio(MEASURE, "≤ 1.25 × in buffers", Column.BUFFERS, GROWN, EMPTY, Goal.atMost(1.25)),
                Goal.ratio(MEASURE, "≤ 1.25 × in WAL", Column.WAL, GROWN, EMPTY, Goal.atMost(1.25)),
                Goal.figure("grid first page at 10M rows", "≤ 300 ms", GROWN, GRID, Goal.atMost(300)),
                Goal.figure("counts at 10M rows", "≤ 100 ms", GROWN, COUNTS, Goal.atMost(100)),
                Goal.figure("explain at 5M live", "≤ 10 ms", GROWN, EXPLAIN, Goal.atMost(10)));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(25);
    }

    @Override
    public int runs() {
        return 1;
    }
}
