package io.nightshift.benchmarks.report;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.scenario.Column;
import io.nightshift.benchmarks.scenario.Medians;
import io.nightshift.benchmarks.scenario.Scenario;
import java.util.List;
import java.util.Locale;

/**
 * The first column of a scenario as bars, with a line from the lowest to the highest run. It is read by people with light
 * and with dark screens, so its colours follow theirs; the engine's bars differ by colour and by their bold label.
 */
final class BarChart {

    private static final int WIDTH = 820;
    private static final int LEFT = 310;
    private static final int RIGHT = 110;
    private static final int TOP = 46;
    private static final int STEP = 30;
    private static final int BAR = 18;

    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328; }
            .title { font-weight: 600; font-size: 14px; }
            .unit { fill: #59636e; }
            .ours { font-weight: 600; }
            rect { fill: #8c959f; }
            rect.ours { fill: #0969da; }
            line { stroke: #1f2328; stroke-width: 1.5; }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; } .unit { fill: #9198a1; } rect { fill: #6e7681; } rect.ours { fill: #4493f8; }
            line { stroke: #e6edf3; }
            }
            </style>
            """;

    private BarChart() {}

    static String of(Scenario scenario, Result result) {
        Medians medians = result.medians();
        Column column = scenario.columns().getFirst();
        List<String> cases = result.runs().keySet().stream()
                .filter(which -> medians.of(which, column.figure()).isPresent())
                .toList();
        double most = cases.stream()
                .mapToDouble(which -> medians.highest(which, column.figure()))
                .max()
                .orElse(1);
        int height = TOP + cases.size() * STEP + 10;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH + " " + height + "\" width=\"" + WIDTH + "\" height=\"" + height + "\" role=\"img\">\n");
        svg.append("<title>" + escaped(scenario.question()) + "</title>\n").append(STYLE);
        text(svg, 10, 22, "title", scenario.question());
        text(svg, 10, 38, "unit", column.title() + ", median");
        double scale = (WIDTH - LEFT - RIGHT) / (most == 0 ? 1 : most);
        for (int i = 0; i < cases.size(); i++) {
            bar(svg, medians, cases.get(i), column, new Place(TOP + i * STEP, scale));
        }
        return svg.append("</svg>\n").toString();
    }

    private record Place(int top, double scale) {}

    private static void bar(StringBuilder svg, Medians medians, String which, Column column, Place place) {
        double value = medians.of(which, column.figure()).orElse(0);
        double highest = medians.highest(which, column.figure());
        boolean ours = !Entrant.named(which)
                .map(entrant -> entrant != Entrant.NIGHTSHIFT)
                .orElse(false);
        String kind = ours ? "ours" : "other";
        int middle = place.top + BAR / 2;
        text(svg, 10, middle + 5, kind, Entrant.named(which).map(Entrant::title).orElse(which));
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                kind,
                LEFT,
                place.top,
                Math.max(1, value * place.scale),
                BAR));
        if (medians.count(which) > 1) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    LEFT + medians.lowest(which, column.figure()) * place.scale,
                    middle,
                    LEFT + highest * place.scale,
                    middle));
        }
        text(svg, (int) (LEFT + highest * place.scale) + 8, middle + 5, kind, Column.shown(value));
    }

    private static void text(StringBuilder svg, int x, int y, String kind, String words) {
        svg.append("<text class=\"" + kind + "\" x=\"" + x + "\" y=\"" + y + "\">" + escaped(words) + "</text>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
