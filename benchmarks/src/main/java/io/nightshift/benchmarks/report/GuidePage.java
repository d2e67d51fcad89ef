package io.nightshift.benchmarks.report;

import io.nightshift.benchmarks.scenario.Goal;
import io.nightshift.benchmarks.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page of the guide that shows the figures. What a person wrote stays; what lies between {@code <!-- bench:NAME -->} and
 * {@code <!-- /bench:NAME -->} is made from the latest results, so that no figure stands there that was not measured.
 */
public final class GuidePage {

    private final Path page;
    private final Path charts;
    private final Folder folder;

    public GuidePage(Path guide, Folder folder) {
        this.page = guide.resolve("performance.md");
        this.charts = guide.resolve("performance");
        this.folder = folder;
    }

    /** Renews the parts for which there are results. */
    public void renew(List<Scenario> scenarios) throws IOException {
        Files.createDirectories(charts);
        String text = Files.readString(page);
        text = put(text, "goals", goals(scenarios));
        text = put(text, "results", results(scenarios));
        Files.writeString(page, text);
    }

    private static String put(String text, String name, String made) {
        String begin = "<!-- bench:" + name + " -->";
        String end = "<!-- /bench:" + name + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException("The guide has lost its markers " + begin + " and " + end + ".");
        }
        return text.substring(0, from + begin.length()) + "\n" + made + text.substring(to);
    }

    private String goals(List<Scenario> scenarios) throws IOException {
        StringBuilder table = new StringBuilder("\n| measure | goal | measured | |\n|---|---|---|---|\n");
        for (Scenario scenario : scenarios) {
            Optional<Result> result = folder.read(scenario);
            for (Goal goal : scenario.goals()) {
                Optional<Goal.Verdict> verdict =
                        result.flatMap(known -> goal.verdict().apply(known.medians()));
                table.append("| " + goal.measure() + " | " + goal.goal() + " | ")
                        .append(verdict.map(Goal.Verdict::measured).orElse("not measured yet"))
                        .append(" | ")
                        .append(verdict.map(known -> known.reached() ? "reached" : "**missed**")
                                .orElse(""))
                        .append(" |\n");
            }
        }
        return table.append('\n').toString();
    }

    private String results(List<Scenario> scenarios) throws IOException {
        StringBuilder text = new StringBuilder("\n");
        Map<String, List<String>> machines = new LinkedHashMap<>();
        for (Scenario scenario : folder.measured(scenarios)) {
            Optional<Result> read = folder.read(scenario);
            if (read.isPresent()) {
                machines.computeIfAbsent(machine(read.get()), key -> new ArrayList<>())
                        .add("`" + scenario.name() + "`");
                section(text, scenario, read.get());
            }
        }
        text.append("### Machine and settings\n\n");
        machines.forEach((machine, of) -> text.append("- " + String.join(", ", of) + ": " + machine + "\n"));
        return text.append('\n').toString();
    }

    private static String machine(Result result) {
        List<String> parts = new ArrayList<>();
        for (String name :
                List.of("processor", "memory", "kernel", "java", "postgresql", "settings", "one commit alone")) {
            parts.add(name + " " + result.conditions().getOrDefault(name, "unknown"));
        }
        return String.join("; ", parts);
    }

    private void section(StringBuilder text, Scenario scenario, Result result) throws IOException {
        String chart = scenario.name() + ".svg";
        Files.writeString(charts.resolve(chart), BarChart.of(scenario, result));
        text.append("### " + scenario.question() + "\n\n");
        text.append("![" + scenario.question() + "](performance/" + chart + ")\n\n");
        text.append(new Table(scenario, result).markdown()).append('\n');
        text.append("`" + result.conditions().getOrDefault("command", "") + "`, scenario `" + scenario.name() + "`, "
                + result.conditions().getOrDefault("date", "") + ", commit "
                + result.conditions().getOrDefault("commit", "") + ".");
        if (result.loud() > 0) {
            text.append(" Other processes took more than 0.3 of a core during " + result.loud()
                    + " of its runs: read its rates with care.");
        }
        result.failures().forEach((which, why) -> text.append(" Failed: " + which + " (" + why + ")."));
        text.append("\n\n");
    }
}
