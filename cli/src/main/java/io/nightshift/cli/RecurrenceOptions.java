package io.nightshift.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What a series has beside its rule, as verbs are told it. */
final class RecurrenceOptions {

    private static final Map<String, String> PARAMETERS = Map.of(
            "timezone", "TimeZone",
            "recurrencestarttime", "RecurrenceStartTime",
            "overlap", "Overlap",
            "missed", "Missed");

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "The zone in which the rule counts; default UTC.")
    private @Nullable String timeZone;

    @Option(
            names = "--recurrence-start",
            paramLabel = "TIME",
            description = "The first occurrence, from which the rule counts; default now.")
    private @Nullable String start;

    @Option(
            names = "--overlap",
            paramLabel = "WORD",
            description = "When the one before has not ended: skip (default), queue or allow.")
    private @Nullable String overlap;

    @Option(
            names = "--missed",
            paramLabel = "WORD",
            description = "What fell due while nothing ran: skip, once (default) or all, up to 100.")
    private @Nullable String missed;

    void addTo(ObjectNode request, boolean utc) {
        values(utc).forEach(request::put);
    }

    /** The given ones under the names of parameters. */
    Map<String, String> parameters(boolean utc) {
        Map<String, String> parameters = new LinkedHashMap<>();
        values(utc).forEach((name, value) -> parameters.put(PARAMETERS.getOrDefault(name, name), value));
        return parameters;
    }

    /** The given ones under the names of attributes. */
    Map<String, String> values(boolean utc) {
        Map<String, String> values = new LinkedHashMap<>();
        put(values, "timezone", timeZone);
        put(
                values,
                "recurrencestarttime",
                start == null
                        ? null
                        : Times.time("--recurrence-start", start, utc).toString());
        put(values, "overlap", overlap);
        put(values, "missed", missed);
        return values;
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
