package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether a great many operations that fall due in the same second hold up others. */
final class DueTogether implements Scenario {

    private static final String NONE = "none";
    private static final String MANY = "many at once";
    private static final long OTHERS = 1_000_000_000;
    private static final int RATE = 50;
    private static final int HEADSTART_SECONDS = 4;

    @Override
    public String name() {
        return "due";
    }

    @Override
    public String question() {
        return "Operations fall due in the same second: how long do 50 others a second wait?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(NONE, MANY);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        int seconds = stage.sizes().seconds(60, 20);
        int count = which.equals(NONE) ? 0 : stage.sizes().rows(1_000_000, 200_000);
        Filling filling = new Filling(stage);
        // Time enough to put them in and to warm up before they fall due.
        Instant due = filling.store().clock().now().plus(Duration.ofSeconds(15 + count / 10_000));
        if (count > 0) {
            filling.live(Operation.named("bench").organization("org1").data("0").postponeUntil(due), count, Map.of());
        }
        filling.settle();
        AgentProcess worker = stage.agent("work", "log=" + stage.file("node1.log"), "logfrom=" + OTHERS, "slots=50")
                .go();
        AgentProcess producer = Waits.producer(
                        stage, RATE, seconds, HEADSTART_SECONDS, "organization=org2", "first=" + OTHERS)
                .ready();
        long early = Duration.between(filling.store().clock().now(), due).toMillis() - HEADSTART_SECONDS * 1000L;
        if (count > 0 && early < 0) {
            throw new IllegalStateException("filling took " + -early + " ms too long");
        }
        TimeUnit.MILLISECONDS.sleep(count > 0 ? early : 1000);
        producer.tell("go");
        producer.result(seconds + 100);
        figures.put("due", count);
        figures.put("handled", worker.handled());
        Waits.note(stage, List.of(worker), OTHERS + (long) HEADSTART_SECONDS * RATE, figures);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Waits.P99,
                Waits.P50,
                Waits.MAX,
                Waits.SAMPLES,
                new Column("due", "due at once"),
                new Column("handled", "done meanwhile"));
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.ratio(
                "a million fall due in the same second",
                "p99 of unrelated ones ≤ 3 ×",
                Waits.P99,
                MANY,
                NONE,
                Goal.atMost(3)));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(6);
    }

    @Override
    public int runs() {
        return 3;
    }
}
