package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.agent.EventLog;
import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether a snapshot that somebody holds for long, so that nothing dead can be cleared away, slows the queue down. */
final class OldSnapshot implements Scenario {

    private static final String FREE = "nobody holds one";
    private static final String HELD = "held all the time";
    private static final int RATE = 2000;
    private static final int BATCH = 20;
    private static final int LAST_SECONDS = 10;
    private static final String CLAIMS =
            " FROM pg_stat_statements WHERE query LIKE '%nightshift.node WHERE node_id = % AND alive FOR SHARE%UPDATE nightshift.operation%'"
                    + " AND dbid = (SELECT oid FROM pg_database WHERE datname = 'nightshift_bench')";
    private static final Column CLAIM = new Column("claim_ms", "claim ms, at the end");
    private static final Column DONE = new Column("rate", "operations/s, at the end");

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public String question() {
        return "Does an old snapshot slow the queue down at 2,000 operations a second?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(FREE, HELD);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        int seconds = Math.max(2 * LAST_SECONDS, stage.sizes().seconds(600, 45));
        stage.fresh();
        AgentProcess worker = stage.agent("work", "log=" + stage.file("node1.log"), "logfrom=" + from(seconds))
                .go();
        AgentProcess producer = Waits.producer(stage, RATE, seconds, 0, "batch=" + BATCH);
        try (Connection connection = stage.database().connect();
                Statement statement = connection.createStatement()) {
            if (which.equals(HELD)) {
                connection.setAutoCommit(false);
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                statement.execute("SELECT count(*) FROM nightshift.operation");
            }
            producer.go();
            TimeUnit.SECONDS.sleep(seconds - LAST_SECONDS);
            long handled = worker.handled();
            long start = System.nanoTime();
            long calls = stage.statistics("SELECT coalesce(sum(calls), 0)" + CLAIMS);
            long micros = stage.statistics("SELECT coalesce(sum(total_exec_time) * 1000, 0)::bigint" + CLAIMS);
            figures.put("enqueued", AgentProcess.figure(producer.result(120), "rate"));
            figures.put("rate", (worker.handled() - handled) / ((System.nanoTime() - start) / 1e9));
            calls = stage.statistics("SELECT coalesce(sum(calls), 0)" + CLAIMS) - calls;
            micros = stage.statistics("SELECT coalesce(sum(total_exec_time) * 1000, 0)::bigint" + CLAIMS) - micros;
            figures.put("claim_ms", micros / 1e3 / Math.max(1, calls));
        }
        worker.tell("stop");
        worker.result(30);
        List<long[]> runs = EventLog.read(stage.file("node1.log"), 3);
        figures.put("started", runs.size());
    }

    private static long from(int seconds) {
        return (long) (seconds - LAST_SECONDS) * RATE;
    }

    @Override
    public List<Column> columns() {
        return List.of(DONE, CLAIM, new Column("enqueued", "enqueued/s"));
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.ratio("old snapshot held at 2,000/s", "rate kept", DONE, HELD, FREE, Goal.atLeast(0.98)),
                Goal.ratio("old snapshot held at 2,000/s", "a claim takes ≤ 3 ×", CLAIM, HELD, FREE, Goal.atMost(3)));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(14);
    }

    @Override
    public int runs() {
        return 1;
    }
}
