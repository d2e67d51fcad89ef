package io.nightshift.benchmarks;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.scenario.Scenario;
import io.nightshift.benchmarks.scenario.Scenarios;
import io.nightshift.benchmarks.stage.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was asked for.
 *
 * @param runs how often each case is measured; 0 leaves it to the scenario
 * @param database address of somebody's server; empty means one of our own
 */
record BenchOptions(
        List<Scenario> scenarios, Set<Entrant> entrants, Sizes sizes, int runs, String database, boolean list) {

    static final String HELP = """
            ./run bench [SCENARIO ...] [--quick] [--peers NAME,...|all|none] [--runs N] [--scale X]
                        [--database URL] [--list]

            Measures the engine beside a hand-written loop and other job engines on a PostgreSQL 18 of its own, with full
            durability, producer and workers in processes of their own. Without a scenario it measures all of them.

              --list            the scenarios, and who can take part
              --quick           smaller tables, shorter times, one run of each: about 20 minutes for everything
              --peers NAMES     who is measured beside the engine and the raw loop; default: the Java ones. 'all' also
                                takes those that npm brings, 'none' takes nobody
              --runs N          measure each case so often, 1 to 99; default 5, in a quick round 1
              --scale X         sizes times X, to try a scenario; such results stay out of the guide
              --database URL    a PostgreSQL of yours (jdbc:postgresql://...) whose user may create databases; user and
                                password in BENCH_USER and BENCH_PASSWORD; pg_stat_statements must be loaded

            Results go to benchmarks/results (JSON, CSV), charts and tables to docs/guide. Exit codes: 0 all was measured,
            1 something failed, 2 wrong command.""";

    /** @throws IllegalArgumentException with a sentence for the caller */
    static BenchOptions of(String[] arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            switch (parts[0]) {
                case "--quick", "--list", "--all" -> flags.put(parts[0], "");
                case "--peers", "--runs", "--scale", "--database" -> {
                    if (parts.length == 1 && i + 1 == arguments.length) {
                        throw new IllegalArgumentException("The flag " + parts[0] + " needs a value after it.");
                    }
                    flags.put(parts[0], parts.length == 2 ? parts[1] : arguments[++i]);
                }
                default -> {
                    if (parts[0].startsWith("-")) {
                        throw new IllegalArgumentException(
                                "The flag " + parts[0] + " is not known (./run bench --help lists all).");
                    }
                    names.addAll(Arrays.asList(arguments[i].split(",")));
                }
            }
        }
        return new BenchOptions(
                scenarios(names),
                entrants(flags.getOrDefault("--peers", "java")),
                new Sizes(flags.containsKey("--quick"), decimal(flags.getOrDefault("--scale", "1"))),
                runs(flags),
                flags.getOrDefault("--database", ""),
                flags.containsKey("--list"));
    }

    private static List<Scenario> scenarios(List<String> names) {
        if (names.isEmpty()) {
            return Scenarios.ALL;
        }
        return names.stream()
                .map(name -> Scenarios.ALL.stream()
                        .filter(scenario -> scenario.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "There is no scenario '" + name + "' (./run bench --list names them).")))
                .toList();
    }

    private static Set<Entrant> entrants(String peers) {
        Set<Entrant> all = EnumSet.allOf(Entrant.class);
        all.removeIf(Entrant::isPeer);
        switch (peers) {
            case "none" -> {}
            case "all" -> all.addAll(Arrays.asList(Entrant.values()));
            case "java" ->
                Arrays.stream(Entrant.values())
                        .filter(entrant -> !entrant.runsOnNode())
                        .forEach(all::add);
            default -> {
                for (String name : peers.split(",")) {
                    all.add(Entrant.named(name)
                            .orElseThrow(() -> new IllegalArgumentException("There is no peer '" + name
                                    + "': name some of "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(Entrant.values())
                                                    .filter(Entrant::isPeer)
                                                    .map(Entrant::shortName)
                                                    .toList())
                                    + ", or all, or none.")));
                }
            }
        }
        return all;
    }

    private static int runs(Map<String, String> flags) {
        double runs = decimal(flags.getOrDefault("--runs", "0"));
        if (runs != Math.rint(runs) || runs < 0 || runs > 99) {
            throw new IllegalArgumentException("--runs is a number of 1 to 99; got " + flags.get("--runs") + ".");
        }
        return (int) runs;
    }

    private static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number.", e);
        }
    }

    /** Who of those that were asked for does what the scenario measures. */
    Set<Entrant> entrantsOf(Scenario scenario) {
        return entrants.stream()
                .filter(entrant -> entrant.work() == scenario.work())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Entrant.class)));
    }

    int runsOf(Scenario scenario) {
        return runs > 0 ? runs : sizes.quick() || sizes.scale() < 1 ? 1 : scenario.runs();
    }
}
