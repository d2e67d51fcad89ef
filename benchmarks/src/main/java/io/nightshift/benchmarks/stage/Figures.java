package io.nightshift.benchmarks.stage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of one run, by name, in the order they were noted. */
public final class Figures {

    private final Map<String, Double> values = new LinkedHashMap<>();

    /** Notes a figure; what is no number (nothing happened, so there is no average) is left out. */
    public void put(String name, double value) {
        if (Double.isFinite(value)) {
            values.put(name, value);
        }
    }

    /** Percentiles {@code p50}, {@code p95}, {@code p99} and the largest of some times, in milliseconds. */
    public void percentiles(String prefix, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        put(prefix + "samples", sorted.length);
        if (sorted.length == 0) {
            return;
        }
        for (int percent : new int[] {50, 95, 99}) {
            int at = (int) Math.ceil(percent / 100.0 * sorted.length) - 1;
            put(prefix + "p" + percent, sorted[Math.max(0, at)]);
        }
        put(prefix + "max", sorted[sorted.length - 1]);
    }

    public Map<String, Double> values() {
        return values;
    }
}
