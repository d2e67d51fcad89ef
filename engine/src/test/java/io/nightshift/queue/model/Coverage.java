package io.nightshift.queue.model;

import io.nightshift.operation.Capabilities;
import io.nightshift.operation.Lifecycle;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often each row of {@link Lifecycle} was taken, and how often something was asked that it refuses. */
final class Coverage implements ModelQueue.Witness {

    private final Map<String, Integer> rows = new LinkedHashMap<>();
    private final Map<String, String> effects = new LinkedHashMap<>();
    private final Map<String, Integer> refused = new TreeMap<>();

    Coverage() {
        for (boolean series : new boolean[] {false, true}) {
            for (Move move : Move.values()) {
                for (Standing from : Standing.all()) {
                    var effect = Lifecycle.effect(from, move, series, Capabilities.OPEN);
                    if (!(effect instanceof Lifecycle.Effect.Refused)) {
                        list(row(ModelOperation.standing(from.status(), from.cause()), move, series), effect);
                    }
                }
            }
        }
    }

    private void list(String row, Lifecycle.Effect effect) {
        effects.put(
                row,
                switch (effect) {
                    case Lifecycle.Effect.To to ->
                        ModelOperation.standing(
                                to.standing().status(), to.standing().cause());
                    case Lifecycle.Effect.Nothing nothing -> "no change";
                    case Lifecycle.Effect.Removed removed -> "removed";
                    case Lifecycle.Effect.Refused refusal -> refusal.code().name();
                });
        rows.put(row, 0);
    }

    private static String row(String standing, Move move, boolean series) {
        return (series ? "series    " : "operation ") + standing + " ".repeat(21 - standing.length()) + move.label();
    }

    @Override
    public void asked(ModelOperation operation, Move move, boolean isRefused) {
        String row = row(operation.standing(), move, operation.isSeries());
        if (isRefused) {
            refused.merge(row, 1, Integer::sum);
        } else {
            // A row that the table does not list would be missed in the print; the model knows none.
            rows.merge(row, 1, Integer::sum);
        }
    }

    /** How often this row was taken; -1 when the lifecycle does not list it. */
    int taken(String standing, Move move, boolean series) {
        return rows.getOrDefault(row(standing, move, series), -1);
    }

    /** The rows that were taken less often than this. */
    Map<String, Integer> below(int least) {
        Map<String, Integer> below = new LinkedHashMap<>(rows);
        below.values().removeIf(taken -> taken >= least);
        return below;
    }

    String table() {
        StringBuilder text = new StringBuilder();
        rows.forEach((row, taken) -> text.append(String.format("%7d  %-48s -> %s%n", taken, row, effects.get(row))));
        text.append(String.format(
                "%7d  asked where it is refused, from %d places%n",
                refused.values().stream().mapToInt(Integer::intValue).sum(), refused.size()));
        return text.toString();
    }
}
