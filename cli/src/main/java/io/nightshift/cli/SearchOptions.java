package io.nightshift.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which operations: the conditions of {@code list}, and of the verbs that move all that match. */
final class SearchOptions {

    @Option(names = "--state", split = ",", paramLabel = "STATE", description = "ready, suspended, locked, completed.")
    private List<String> states = new ArrayList<>();

    @Option(
            names = "--status",
            split = ",",
            paramLabel = "STATUS",
            description =
                    "waiting-for-resources, waiting, in-progress, pausing, canceling, succeeded, failed, canceled.")
    private List<String> statuses = new ArrayList<>();

    @Option(
            names = "--cause",
            split = ",",
            paramLabel = "CAUSE",
            description = "Why it is suspended: retry, postponed, paused, event, person, checkpoint, series.")
    private List<String> causes = new ArrayList<>();

    @Option(names = "--type", split = ",", paramLabel = "N", description = "The number of an operation type.")
    private List<String> types = new ArrayList<>();

    @Option(names = "--message", paramLabel = "NAME", description = "The exact message name.")
    private @Nullable String message;

    @Option(names = "--name", paramLabel = "TEXT", description = "A part of the name, in any case.")
    private @Nullable String name;

    @Option(names = "--dependency-token", paramLabel = "TOKEN", description = "The operations of one lane.")
    private @Nullable String dependencyToken;

    @Option(
            names = "--parent",
            paramLabel = "ID",
            description = "What this operation enqueued, or the runs of a series.")
    private @Nullable String parent;

    @Option(names = "--correlation", paramLabel = "ID", description = "What one request caused.")
    private @Nullable String correlation;

    @Option(names = "--owner", paramLabel = "ID", description = "Whose they are.")
    private @Nullable String owner;

    @Option(names = "--regarding", paramLabel = "ID", description = "The record they are about.")
    private @Nullable String regarding;

    @Option(names = "--created-from", paramLabel = "TIME", description = "Created at this time or later.")
    private @Nullable String createdFrom;

    @Option(names = "--created-before", paramLabel = "TIME", description = "Created before this time.")
    private @Nullable String createdBefore;

    @Option(names = "--started-from", paramLabel = "TIME", description = "Started at this time or later.")
    private @Nullable String startedFrom;

    @Option(names = "--started-before", paramLabel = "TIME", description = "Started before this time.")
    private @Nullable String startedBefore;

    @Option(names = "--completed-from", paramLabel = "TIME", description = "Ended at this time or later.")
    private @Nullable String completedFrom;

    @Option(names = "--completed-before", paramLabel = "TIME", description = "Ended before this time.")
    private @Nullable String completedBefore;

    @Option(names = "--postponed-from", paramLabel = "TIME", description = "Goes on at this time or later.")
    private @Nullable String postponedFrom;

    @Option(names = "--postponed-before", paramLabel = "TIME", description = "Goes on before this time.")
    private @Nullable String postponedBefore;

    @Option(names = "--error", paramLabel = "CODE", description = "The error that they stopped at last, as 0x80045017.")
    private @Nullable String error;

    @Option(names = "--series", description = "Only the parents of recurring series.")
    private boolean series;

    /** As the API takes them; empty when there is no condition. */
    Map<String, List<String>> query(boolean utc) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        put(query, "state", states);
        put(query, "status", statuses);
        put(query, "cause", causes);
        put(query, "type", types);
        put(query, "message", message);
        put(query, "name", name);
        put(query, "token", dependencyToken);
        put(query, "parent", parent);
        put(query, "correlation", correlation);
        put(query, "owner", owner);
        put(query, "regarding", regarding);
        put(query, "created-from", time("--created-from", createdFrom, utc));
        put(query, "created-before", time("--created-before", createdBefore, utc));
        put(query, "started-from", time("--started-from", startedFrom, utc));
        put(query, "started-before", time("--started-before", startedBefore, utc));
        put(query, "completed-from", time("--completed-from", completedFrom, utc));
        put(query, "completed-before", time("--completed-before", completedBefore, utc));
        put(query, "postponed-from", time("--postponed-from", postponedFrom, utc));
        put(query, "postponed-before", time("--postponed-before", postponedBefore, utc));
        put(query, "error", error);
        put(query, "series", series ? "true" : null);
        return query;
    }

    private static @Nullable String time(String option, @Nullable String text, boolean utc) {
        return text == null ? null : Times.time(option, text, utc).toString();
    }

    private static void put(Map<String, List<String>> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, List.of(value));
        }
    }

    private static void put(Map<String, List<String>> query, String name, List<String> values) {
        if (!values.isEmpty()) {
            query.put(name, values);
        }
    }
}
