package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

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

    /** As the service takes them; empty when there is no condition. */
    ObjectNode conditions(boolean utc) {
        ObjectNode conditions = Service.JSON.createObjectNode();
        put(conditions, "state", states);
        put(conditions, "status", statuses);
        put(conditions, "cause", causes);
        put(conditions, "type", types);
        Service.put(conditions, "message", message);
        Service.put(conditions, "name", name);
        Service.put(conditions, "token", dependencyToken);
        Service.put(conditions, "parent", parent);
        Service.put(conditions, "correlation", correlation);
        Service.put(conditions, "owner", owner);
        Service.put(conditions, "regarding", regarding);
        Service.put(conditions, "created-from", time("--created-from", createdFrom, utc));
        Service.put(conditions, "created-before", time("--created-before", createdBefore, utc));
        Service.put(conditions, "started-from", time("--started-from", startedFrom, utc));
        Service.put(conditions, "started-before", time("--started-before", startedBefore, utc));
        Service.put(conditions, "completed-from", time("--completed-from", completedFrom, utc));
        Service.put(conditions, "completed-before", time("--completed-before", completedBefore, utc));
        Service.put(conditions, "postponed-from", time("--postponed-from", postponedFrom, utc));
        Service.put(conditions, "postponed-before", time("--postponed-before", postponedBefore, utc));
        Service.put(conditions, "error", error);
        if (series) {
            conditions.put("series", true);
        }
        return conditions;
    }

    private static @Nullable String time(String option, @Nullable String text, boolean utc) {
        return text == null ? null : Times.time(option, text, utc).toString();
    }

    private static void put(ObjectNode conditions, String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(conditions.putArray(name)::add);
        }
    }
}
