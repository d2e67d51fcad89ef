package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Meter;
import io.nightshift.benchmarks.stage.ServerProcess;
import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.client.NightshiftClient;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateMultipleResponse;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a request to the Web API costs, from the Java client in the bench's own process to a whole server: the CPU of the
 * server is ours, that of PostgreSQL is not, and of the time of a request what PostgreSQL executed is its own.
 */
final class WebApiCalls implements Scenario {

    private static final int PAGE = 50;
    private static final int BATCH = 100;
    private static final String ONE = ", 1 connection";
    private static final String MANY = ", 32 connections";

    @Override
    public String name() {
        return "webapi";
    }

    @Override
    public String question() {
        return "What does a request to the Web API cost, and how much of it is ours rather than PostgreSQL's?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of("retrieve", "page of 50 by a filter", "create", "batch of 100 creates").stream()
                .flatMap(what -> List.of(what + ONE, what + MANY).stream())
                .toList();
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        int connections = which.endsWith(MANY) ? 32 : 1;
        // A batch is as much work as the creates in it: as many of these as of the others, or it outlasts the limit.
        int requests =
                Math.max(connections, stage.sizes().rows(20_000, 2_000) / (which.startsWith("batch") ? BATCH : 1));
        try (ServerProcess server = stage.server();
                NightshiftClient client = NightshiftClient.at(server.address())
                        .token(server.token())
                        .open()) {
            Runnable request =
                    request(which, client, records(client, stage.sizes().rows(5_000, 1_000)));
            sent(connections, requests / 2, request);
            stage.settle();
            stage.awaitQuiet();
            Meter meter = stage.meter(server);
            double executing = executedMillis(stage);
            long begun = System.nanoTime();
            double[] millis = sent(connections, requests, request);
            figures.put("rate", requests / ((System.nanoTime() - begun) / 1e9));
            meter.end(figures, requests);
            figures.percentiles("", millis);
            double mean = IntStream.range(0, millis.length)
                            .mapToDouble(i -> millis[i])
                            .sum()
                    / millis.length;
            figures.put("postgres_percent", 100 * (executedMillis(stage) - executing) / requests / mean);
        }
        ServerProcess.delete(stage.file("data"));
    }

    private static double executedMillis(Stage stage) throws SQLException {
        return stage.statistics("SELECT (1000 * coalesce(sum(total_exec_time), 0))::bigint FROM pg_stat_statements"
                        + " WHERE query NOT LIKE '%nightshift bench%'"
                        + " AND dbid = (SELECT oid FROM pg_database WHERE datname = 'nightshift_bench')")
                / 1000.0;
    }

    private static Entity account(int number) {
        return new Entity("account")
                .set("name", "Account " + number)
                .set("accountnumber", "group " + number / PAGE)
                .set("telephone1", "+49 30 " + number);
    }

    /** Accounts in groups of a page each. */
    private static List<UUID> records(NightshiftClient client, int count) {
        List<UUID> ids = new ArrayList<>();
        for (int from = 0; from < count; from += 500) {
            List<Entity> some = IntStream.range(from, Math.min(count, from + 500))
                    .mapToObj(WebApiCalls::account)
                    .toList();
            CreateMultipleResponse made = (CreateMultipleResponse)
                    client.execute(new CreateMultipleRequest(new EntityCollection("account", some)));
            ids.addAll(made.ids());
        }
        return ids;
    }

    private static Runnable request(String which, NightshiftClient client, List<UUID> ids) {
        AtomicInteger next = new AtomicInteger();
        ColumnSet columns = ColumnSet.of("name", "accountnumber", "telephone1");
        if (which.startsWith("retrieve")) {
            return () -> client.retrieve("account", ids.get(next.getAndIncrement() % ids.size()), columns);
        }
        if (which.startsWith("page")) {
            return () -> client.retrieveMultiple(new QueryExpression("account")
                    .columns(columns)
                    .where(
                            "accountnumber",
                            ConditionOperator.EQUAL,
                            "group " + next.getAndIncrement() % (ids.size() / PAGE))
                    .page(new PagingInfo(1, PAGE)));
        }
        if (which.startsWith("create")) {
            return () -> client.create(account(next.getAndIncrement()));
        }
        return () -> client.execute(new ExecuteMultipleRequest(
                IntStream.range(0, BATCH)
                        .mapToObj(i -> new CreateRequest(account(next.getAndIncrement())))
                        .toList(),
                new ExecuteMultipleSettings(false, false)));
    }

    /** Sends a request so often, from so many threads, and answers how long each took. */
    private static double[] sent(int threads, int requests, Runnable request) throws Exception {
        double[] millis = new double[requests];
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    for (int at = next.getAndIncrement(); at < requests; at = next.getAndIncrement()) {
                        long begun = System.nanoTime();
                        request.run();
                        millis[at] = (System.nanoTime() - begun) / 1e6;
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        return millis;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("rate", "requests/s"),
                new Column("p50", "p50 ms"),
                new Column("p99", "p99 ms"),
                new Column("client_us", "server's CPU µs"),
                new Column("server_us", "PostgreSQL's CPU µs"),
                new Column("postgres_percent", "of the time PostgreSQL's, %"),
                Column.STATEMENTS,
                Column.WAL);
    }

    @Override
    public List<Goal> goals() {
        return List.of();
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
