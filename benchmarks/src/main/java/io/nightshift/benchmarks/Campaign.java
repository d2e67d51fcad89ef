package io.nightshift.benchmarks;

import io.nightshift.benchmarks.report.Result;
import io.nightshift.benchmarks.scenario.Column;
import io.nightshift.benchmarks.scenario.Scenario;
import io.nightshift.benchmarks.stage.BenchDatabase;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs scenarios: the cases take turns, each run has a limit, and one that fails does not stop the rest. */
final class Campaign {

    private final BenchDatabase database;
    private final BenchOptions options;
    private final Map<String, String> conditions;
    private final Path folder;

    Campaign(BenchDatabase database, BenchOptions options, Map<String, String> conditions, Path folder) {
        this.database = database;
        this.options = options;
        this.conditions = conditions;
        this.folder = folder;
    }

    Result measure(Scenario scenario) throws InterruptedException {
        List<String> cases = scenario.cases(options.entrantsOf(scenario));
        Result result = Result.empty(scenario.name(), conditions, cases);
        int runs = options.runsOf(scenario);
        for (int run = 1; run <= runs; run++) {
            for (String which : cases) {
                System.err.print(scenario.name() + " " + run + "/" + runs + " " + which + " ... ");
                try {
                    Map<String, Double> figures = once(scenario, which).values();
                    result.runs().getOrDefault(which, new ArrayList<>()).add(figures);
                    System.err.println(told(scenario, figures));
                } catch (ExecutionException e) {
                    fail(result, which, e.getCause() instanceof Exception cause ? cause : e);
                } catch (TimeoutException e) {
                    fail(result, which, new IllegalStateException("took longer than " + scenario.limit()));
                } catch (IOException e) {
                    fail(result, which, e);
                }
            }
        }
        return result;
    }

    private static void fail(Result result, String which, Exception e) {
        String why = e.getMessage() == null ? e.toString() : e.getMessage();
        result.failures().put(which, why.lines().findFirst().orElse(""));
        System.err.println("failed: " + why);
    }

    private static String told(Scenario scenario, Map<String, Double> figures) {
        Column first = scenario.columns().getFirst();
        Double value = figures.get(first.figure());
        String text = value == null ? "done" : Column.shown(value) + " " + first.title();
        return Stage.isQuiet(figures.getOrDefault("other_cores", 0.0))
                ? text
                : text + " (not quiet: others took " + Column.shown(figures.getOrDefault("other_cores", 0.0))
                        + " cores)";
    }

    private Figures once(Scenario scenario, String which)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Figures figures = new Figures();
        ExecutorService thread =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        // Closed first when the time is over: without its agents and their database a scenario cannot go on.
        try (Stage stage = new Stage(database, scenario.entrant(which), options.sizes(), folder.resolve("runs"))) {
            Future<?> work = thread.submit(() -> {
                scenario.run(stage, which, figures);
                return null;
            });
            work.get(scenario.limit().toSeconds(), TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        return figures;
    }
}
