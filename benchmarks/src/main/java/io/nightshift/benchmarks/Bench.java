package io.nightshift.benchmarks;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.report.Folder;
import io.nightshift.benchmarks.report.GuidePage;
import io.nightshift.benchmarks.report.Result;
import io.nightshift.benchmarks.report.Table;
import io.nightshift.benchmarks.scenario.Goal;
import io.nightshift.benchmarks.scenario.Scenario;
import io.nightshift.benchmarks.scenario.Scenarios;
import io.nightshift.benchmarks.stage.BenchDatabase;
import io.nightshift.benchmarks.stage.NodePrograms;
import io.nightshift.postgres.PostgresStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ./run bench}: measures the scenarios that were asked for, says what came out, and keeps it. */
public final class Bench {

    private static final int FAILED = 1;
    private static final int WRONG_COMMAND = 2;
    private static final Path HOME = Path.of(System.getProperty("nightshift.home", "."));

    private Bench() {}

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.println(BenchOptions.HELP);
            return 0;
        }
        try {
            BenchOptions options = BenchOptions.of(arguments);
            if (options.list()) {
                list();
                return 0;
            }
            if (options.entrants().stream().anyMatch(Entrant::runsOnNode)) {
                NodePrograms.install();
            }
            return measure(options, "./run bench " + String.join(" ", arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return WRONG_COMMAND;
        } catch (PostgresStartException e) {
            System.err.println(e.getMessage());
            return FAILED;
        } catch (SQLException e) {
            System.err.println("The database cannot be used: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            System.err.println("A file cannot be read or written: " + e);
            return FAILED;
        } catch (InterruptedException e) {
            System.err.println("Interrupted.");
            return FAILED;
        }
    }

    private static void list() {
        for (Scenario scenario : Scenarios.ALL) {
            System.out.printf("%-12s %s%n", scenario.name(), scenario.question());
        }
        System.out.println();
        for (Entrant entrant : Entrant.values()) {
            System.out.printf(
                    "%-12s %s%s%n",
                    entrant.shortName(), entrant.title(), entrant.runsOnNode() ? " (npm brings it)" : "");
        }
    }

    private static int measure(BenchOptions options, String command)
            throws IOException, SQLException, InterruptedException {
        boolean trial = options.sizes().scale() != 1;
        Folder folder = new Folder(HOME.resolve(trial ? "target/bench/results" : "benchmarks/results"));
        boolean failed = false;
        try (BenchDatabase database = open(options)) {
            Map<String, String> conditions = Folder.conditions(database, command.strip(), HOME);
            System.out.println("PostgreSQL " + conditions.get("postgresql") + " with " + conditions.get("settings")
                    + "\n" + conditions.get("processor") + "; one commit alone takes "
                    + conditions.get("one commit alone"));
            Campaign campaign = new Campaign(database, options, conditions, HOME.resolve("target/bench"));
            for (Scenario scenario : options.scenarios()) {
                Result result = campaign.measure(scenario);
                folder.write(result);
                show(scenario, result);
                failed |= !result.failures().isEmpty();
                if (!trial) {
                    new GuidePage(HOME.resolve("docs/guide"), folder).renew(Scenarios.ALL);
                }
            }
        }
        System.out.println("\nResults: " + folder + (trial ? "" : "; tables and charts: docs/guide/performance.md"));
        return failed ? FAILED : 0;
    }

    private static BenchDatabase open(BenchOptions options) throws IOException, SQLException {
        if (options.database().isEmpty()) {
            System.err.println("Starting PostgreSQL ...");
            return BenchDatabase.start(HOME.resolve("target/bench/postgres"));
        }
        return BenchDatabase.at(
                options.database(),
                System.getenv().getOrDefault("BENCH_USER", ""),
                System.getenv().getOrDefault("BENCH_PASSWORD", ""));
    }

    private static void show(Scenario scenario, Result result) {
        System.out.println("\n" + scenario.name() + ": " + scenario.question());
        System.out.print(new Table(scenario, result).text());
        for (Goal goal : scenario.goals()) {
            System.out.println("  " + goal.measure() + ", goal " + goal.goal() + ": "
                    + goal.verdict()
                            .apply(result.medians())
                            .map(verdict -> verdict.measured() + (verdict.reached() ? ", reached" : ", MISSED"))
                            .orElse("not measured"));
        }
        List<String> failures = result.failures().entrySet().stream()
                .map(failure -> "  failed: " + failure.getKey() + ": " + failure.getValue())
                .toList();
        failures.forEach(System.out::println);
    }
}
