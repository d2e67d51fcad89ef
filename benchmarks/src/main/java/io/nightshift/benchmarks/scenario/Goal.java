package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * A line of the design's table of numbers.
 *
 * @param measure what is measured
 * @param goal what is to be reached, in words
 * @param verdict what the medians say of it; empty when they lack a figure
 */
public record Goal(String measure, String goal, Function<Medians, Optional<Verdict>> verdict) {

    /** What was measured, in words, and whether it is enough. */
    public record Verdict(String measured, boolean reached) {}

    static Goal figure(String measure, String goal, String which, Column figure, DoublePredicate enough) {
        return new Goal(
                measure, goal, medians -> verdict(medians.of(which, figure.figure()), enough, figure.title() + ": %s"));
    }

    /** How many times the figure of the one is that of the other. */
    static Goal ratio(String measure, String goal, Column figure, String one, String other, DoublePredicate enough) {
        return new Goal(measure, goal, medians -> {
            OptionalDouble below = medians.of(other, figure.figure());
            return below.isEmpty()
                    ? Optional.empty()
                    : verdict(
                            divide(medians.of(one, figure.figure()), below.getAsDouble()),
                            enough,
                            "%s × " + title(other));
        });
    }

    /** How many times the figure of the engine is that of the best peer that took part. */
    static Goal best(String measure, String goal, Column figure, DoublePredicate enough) {
        return new Goal(measure, goal, medians -> {
            Optional<String> best = Arrays.stream(Entrant.values())
                    .filter(Entrant::isPeer)
                    .map(Entrant::shortName)
                    .filter(peer -> medians.of(peer, figure.figure()).isPresent())
                    .max((a, b) -> Double.compare(
                            medians.of(a, figure.figure()).orElse(0),
                            medians.of(b, figure.figure()).orElse(0)));
            return best.flatMap(peer -> ratio(measure, goal, figure, "nightshift", peer, enough)
                    .verdict
                    .apply(medians));
        });
    }

    private static OptionalDouble divide(OptionalDouble one, double other) {
        return one.isEmpty() ? one : OptionalDouble.of(one.getAsDouble() / other);
    }

    private static String title(String which) {
        return Entrant.named(which).map(Entrant::title).orElse(which);
    }

    /** @param words with the place of the value in them */
    private static Optional<Verdict> verdict(OptionalDouble value, DoublePredicate enough, String words) {
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict(
                        words.replace("%s", Column.shown(value.getAsDouble())), enough.test(value.getAsDouble())));
    }

    static DoublePredicate atLeast(double bound) {
        return value -> value >= bound;
    }

    static DoublePredicate atMost(double bound) {
        return value -> value <= bound;
    }
}
