package io.nightshift.benchmarks.report;

import io.nightshift.benchmarks.scenario.Medians;
import io.nightshift.benchmarks.stage.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scenario came to.
 *
 * @param runs the figures of each run, by case in the order of the table
 * @param failures why runs failed, by case
 */
public record Result(
        String scenario,
        Map<String, String> conditions,
        Map<String, List<Map<String, Double>>> runs,
        Map<String, String> failures) {

    public static Result empty(String scenario, Map<String, String> conditions, List<String> cases) {
        Map<String, List<Map<String, Double>>> runs = new LinkedHashMap<>();
        cases.forEach(which -> runs.put(which, new ArrayList<>()));
        return new Result(scenario, conditions, runs, new LinkedHashMap<>());
    }

    public Medians medians() {
        return new Medians(runs);
    }

    /** Runs during which other processes took more than a moment's processor time. */
    long loud() {
        return runs.values().stream()
                .flatMap(List::stream)
                .filter(run -> !Stage.isQuiet(run.getOrDefault("other_cores", 0.0)))
                .count();
    }
}
