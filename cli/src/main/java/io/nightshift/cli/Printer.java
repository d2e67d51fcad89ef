package io.nightshift.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows answers to people: aligned tables, states in words, times in their own zone, colour only in a terminal. */
final class Printer {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT);
    private static final String NEVER = "9999-12-30T23:59:59Z";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colour;
    private final boolean utc;

    Printer(PrintWriter out, boolean colour, boolean utc) {
        this.out = out;
        this.colour = colour;
        this.utc = utc;
    }

    void line(String text) {
        out.println(text);
    }

    void json(JsonNode answer) {
        out.println(Service.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
    }

    /** An answer on one line, for output that goes on. */
    void jsonLine(JsonNode answer) {
        out.println(Service.JSON.writeValueAsString(answer));
    }

    /** Columns as wide as their longest cell; the last one is not padded. */
    void table(List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = header.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        line(colour ? "\u001b[1m" + padded(header, widths) + PLAIN : padded(header, widths));
        for (List<String> row : rows) {
            line(coloured(padded(row, widths), row));
        }
    }

    private static String padded(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(cells.get(column));
            if (column + 1 < widths.length) {
                line.repeat(' ', widths[column] - cells.get(column).length() + 2);
            }
        }
        return line.toString().stripTrailing();
    }

    /** The state is in words already; the colour only helps the eye. */
    private String coloured(String line, List<String> row) {
        if (!colour) {
            return line;
        }
        if (row.contains("Failed") || row.contains("refused") || row.contains("ended")) {
            return "\u001b[31m" + line + PLAIN;
        }
        boolean suspended = row.stream().anyMatch(cell -> cell.startsWith("Suspended"));
        return suspended ? "\u001b[33m" + line + PLAIN : line;
    }

    /** A time for people; empty for none, "a person" for the time that never comes. */
    String time(JsonNode node) {
        String text = node.asString("");
        if (text.isEmpty()) {
            return "";
        }
        if (text.equals(NEVER)) {
            return "a person";
        }
        Instant time = Instant.parse(text);
        return utc ? UTC.format(time.atZone(ZoneOffset.UTC)) : LOCAL.format(time.atZone(ZoneId.systemDefault()));
    }

    /** One word for where an operation stands, with the cause when it waits. */
    static String standing(JsonNode operation) {
        String cause = operation.path("cause").asString("");
        return switch (operation.path("statecode").asInt(-1)) {
            case 0 -> "Ready";
            case 1 -> "Suspended (" + cause + ")";
            default -> operation.path("status").asString("") + (cause.isEmpty() ? "" : " (" + cause + ")");
        };
    }

    /** Text from elsewhere, harmless in a terminal and on one line. */
    static String text(JsonNode node) {
        return clean(node.asString(""));
    }

    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isHarmless(point) ? point : ' '));
        return clean.toString();
    }

    /** The same with its line ends kept. */
    static String cleanLines(String text) {
        return String.join("\n", text.lines().map(Printer::clean).toList());
    }

    private static boolean isHarmless(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }

    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** A line of a form; nothing when there is no value. */
    void field(String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            line(String.format(Locale.ROOT, "%-14s %s", label, value));
        }
    }

    /** The same for names of any length. */
    void wideField(String label, String value) {
        if (!value.isEmpty()) {
            line(String.format(Locale.ROOT, "%-30s %s", label, value));
        }
    }
}
