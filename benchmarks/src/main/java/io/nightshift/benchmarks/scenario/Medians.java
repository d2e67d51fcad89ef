package io.nightshift.benchmarks.scenario;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The runs of a scenario, asked for medians and spread. @param runs figures of each run, by case */
public record Medians(Map<String, List<Map<String, Double>>> runs) {

    public OptionalDouble of(String which, String figure) {
        double[] all = sorted(which, figure);
        return all.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((all[(all.length - 1) / 2] + all[all.length / 2]) / 2);
    }

    public double lowest(String which, String figure) {
        return sorted(which, figure)[0];
    }

    public double highest(String which, String figure) {
        double[] all = sorted(which, figure);
        return all[all.length - 1];
    }

    public int count(String which) {
        return runs.getOrDefault(which, List.of()).size();
    }

    private double[] sorted(String which, String figure) {
        return runs.getOrDefault(which, List.of()).stream()
                .filter(run -> run.containsKey(figure))
                .mapToDouble(run -> run.getOrDefault(figure, Double.NaN))
                .sorted()
                .toArray();
    }
}
