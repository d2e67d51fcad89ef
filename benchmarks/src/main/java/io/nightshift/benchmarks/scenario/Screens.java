package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.ServerProcess;
import io.nightshift.benchmarks.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long an administrator waits for each page of the web app, over HTTP, when a million wait and ten million are kept. */
final class Screens implements Scenario {

    private static final String FULL = "full";
    private static final int LOOKS = 15;
    private static final String ADMIN = "the-token-of-the-bench";
    private static final Pattern JOB = Pattern.compile("id=\"job-([0-9a-f-]{36})\"");
    private static final Column FIRST = new Column("first_ms", "first page ms");
    private static final Column VIEWS = new Column("views_ms", "slowest view ms");
    private static final Column FILTERS = new Column("filters_ms", "slowest filter ms");
    private static final Column OTHERS = new Column("others_ms", "slowest other page ms");
    private static final String MEASURE = "each page of the web app, median";

    @Override
    public String name() {
        return "screens";
    }

    @Override
    public String question() {
        return "How fast is each page of the web app with 1,000,000 live and 10,000,000 finished operations?";
    }

    @Override
    public List<String> cases(Set<Entrant> entrants) {
        return List.of(FULL);
    }

    @Override
    public void run(Stage stage, String which, Figures figures) throws Exception {
        stage.fresh();
        int live = stage.sizes().rows(1_000_000, 100_000);
        int finished = stage.sizes().rows(10_000_000, 1_000_000);
        new Night(stage).fall(live, finished);
        figures.put("live", live);
        figures.put("finished", finished);
        try (ServerProcess server = stage.serverOnWhatIsThere(
                        "--organization", Night.ORGANIZATION, "--admin-token", ADMIN, "--roles", "web");
                Visitor visitor = new Visitor(server.address())) {
            stage.awaitQuiet();
            figures.put("first_ms", visitor.median("/jobs", figures));
            figures.put("views_ms", visitor.slowest(views(), figures));
            figures.put("filters_ms", visitor.slowest(filters(visitor.job()), figures));
            figures.put("others_ms", visitor.slowest(others(visitor.job()), figures));
        }
    }

    private static List<String> views() {
        return List.of(
                "/jobs?view=ready",
                "/jobs?view=locked",
                "/jobs?view=suspended",
                "/jobs?view=retrying",
                "/jobs?view=postponed",
                "/jobs?view=paused",
                "/jobs?view=event",
                "/jobs?view=person",
                "/jobs?view=recurring",
                "/jobs?view=completed",
                "/jobs?view=succeeded",
                "/jobs?view=failed",
                "/jobs?view=canceled",
                "/jobs?kind=all",
                "/jobs?kind=mine",
                "/jobs?kind=workflows",
                "/jobs?kind=steps",
                "/jobs?kind=bulk-deletions",
                "/jobs?kind=maintenance",
                "/jobs?kind=workflows&view=failed");
    }

    private static List<String> filters(String job) {
        return List.of(
                "/jobs?order=completed",
                "/jobs?order=postponed",
                "/jobs?sort=message&sort=-name",
                "/jobs?name=customer+77",
                "/jobs?name=nothing+has+this+name",
                "/jobs?message=message.7",
                "/jobs?message=" + Night.RARE,
                "/jobs?view=failed&message=" + Night.RARE,
                "/jobs?type=13",
                "/jobs?token=" + Night.TOKEN,
                "/jobs?owner=" + Night.OWNER,
                "/jobs?parent=" + job,
                "/jobs?regarding=" + job,
                "/jobs?correlation=" + job,
                "/jobs?completed-before=2020-01-01T00:00:00Z",
                "/jobs?created-from=2020-01-01T00:00:00Z&view=completed",
                "/jobs/confirm?action=cancel&scope=all&view=retrying");
    }

    private static List<String> others(String job) {
        return List.of(
                "/",
                "/jobs/" + job,
                "/lanes",
                "/lanes?token=" + Night.TOKEN,
                "/workers",
                "/schedules",
                "/workflows",
                "/steps",
                "/bulk-deletes",
                "/records",
                "/records/account",
                "/administration");
    }

    /** Somebody who is signed in and looks at pages one after another. */
    private static final class Visitor implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final URI server;
        private final String cookie;
        private String job = "";

        Visitor(URI server) throws IOException, InterruptedException {
            this.server = server;
            HttpResponse<String> in = client.send(
                    HttpRequest.newBuilder(server.resolve("/sign-in"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("token=" + ADMIN))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            this.cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        }

        /** An operation of the first page. */
        String job() {
            return job;
        }

        private String look(String address) throws IOException, InterruptedException {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(server.resolve(address))
                            .header("Cookie", cookie)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (page.statusCode() != 200) {
                throw new IllegalStateException(address + " answered " + page.statusCode());
            }
            return page.body();
        }

        /** The median of some looks after the first two, which read the pages and compile. */
        double median(String address, Figures figures) throws IOException, InterruptedException {
            Matcher shown = JOB.matcher(look(address));
            if (job.isEmpty() && shown.find()) {
                job = shown.group(1);
            }
            look(address);
            double[] millis = new double[LOOKS];
            for (int i = 0; i < LOOKS; i++) {
                long start = System.nanoTime();
                look(address);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            figures.put(address.replace(job.isEmpty() ? "-" : job, "ID"), millis[LOOKS / 2]);
            return millis[LOOKS / 2];
        }

        double slowest(List<String> addresses, Figures figures) throws IOException, InterruptedException {
            Map<String, Double> medians = new LinkedHashMap<>();
            for (String address : addresses) {
                medians.put(address, median(address, figures));
            }
            return medians.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(FIRST, VIEWS, FILTERS, OTHERS, new Column("live", "live"), new Column("finished", "finished"));
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.figure(MEASURE, "first ≤ 300 ms", FULL, FIRST, Goal.atMost(300)),
                Goal.figure(MEASURE, "every view and its count ≤ 300 ms", FULL, VIEWS, Goal.atMost(300)),
                Goal.figure(MEASURE, "every filter ≤ 300 ms", FULL, FILTERS, Goal.atMost(300)),
                Goal.figure(MEASURE, "every other page ≤ 300 ms", FULL, OTHERS, Goal.atMost(300)));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(40);
    }

    @Override
    public int runs() {
        return 1;
    }
}
