package io.nightshift.benchmarks.report;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.scenario.Column;
import io.nightshift.benchmarks.scenario.Medians;
import io.nightshift.benchmarks.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The medians of a scenario as rows of text: for the terminal and, with bars between, for the guide. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(Scenario scenario, Result result) {
        List<String> head = new ArrayList<>(List.of("case", "runs"));
        scenario.columns().forEach(column -> head.add(column.title()));
        head.add("lowest to highest");
        rows.add(head);
        Medians medians = result.medians();
        for (String which : result.runs().keySet()) {
            if (medians.count(which) == 0) {
                continue;
            }
            List<String> row = new ArrayList<>(
                    List.of(Entrant.named(which).map(Entrant::title).orElse(which), "" + medians.count(which)));
            for (Column column : scenario.columns()) {
                OptionalDouble value = medians.of(which, column.figure());
                row.add(value.isPresent() ? Column.shown(value.getAsDouble()) : "–");
            }
            row.add(spread(medians, which, scenario.columns().getFirst().figure()));
            rows.add(row);
        }
    }

    private static String spread(Medians medians, String which, String figure) {
        return medians.count(which) < 2 || medians.of(which, figure).isEmpty()
                ? "–"
                : Column.shown(medians.lowest(which, figure)) + " to " + Column.shown(medians.highest(which, figure));
    }

    /** In columns as wide as they must be. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                String blanks = " ".repeat(width - row.get(i).length());
                text.append(i == 0 ? "  " + row.get(i) + blanks : "  " + blanks + row.get(i));
            }
            text.append('\n');
        }
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                text.append("|---|")
                        .append("--:|".repeat(rows.getFirst().size() - 1))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
