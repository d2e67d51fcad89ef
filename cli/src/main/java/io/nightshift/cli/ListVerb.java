package io.nightshift.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists operations. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists operations, the newest first.")
final class ListVerb extends Session.FolderVerb {

    private static final int NAME_WIDTH = 32;
    private static final int MESSAGE_WIDTH = 60;

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

    @Option(names = "--created-from", paramLabel = "TIME", description = "Created at this time or later.")
    private @Nullable String createdFrom;

    @Option(names = "--created-before", paramLabel = "TIME", description = "Created before this time.")
    private @Nullable String createdBefore;

    @Option(names = "--series", description = "Only the parents of recurring series.")
    private boolean series;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "1 to 1000; default 50.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "The next page: what follows this id.")
    private @Nullable String after;

    @Override
    public Integer call() {
        Map<String, List<String>> query = query();
        boolean filtered = query.size() > 1;
        ObjectNode answer = session.service().get("operations", query);
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode operation : answer.path("value")) {
            rows.add(row(printer, operation));
        }
        if (rows.isEmpty()) {
            printer.line(
                    filtered
                            ? "No operation matches; ask for less, or see all with: list"
                            : "There are no operations yet. Enqueue one: enqueue noop");
            return ExitCode.WELL;
        }
        printer.table(List.of("ID", "NAME", "STATE", "CREATED", "NEXT OR END", "MESSAGE"), rows);
        String next = answer.path("next").asString("");
        if (!next.isEmpty()) {
            printer.line("More: --after " + next);
        }
        return ExitCode.WELL;
    }

    private Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("limit", List.of(Integer.toString(limit)));
        put(query, "state", states);
        put(query, "status", statuses);
        put(query, "cause", causes);
        put(query, "type", types);
        put(query, "message", message);
        put(query, "name", name);
        put(query, "token", dependencyToken);
        put(query, "parent", parent);
        put(query, "created-from", time("--created-from", createdFrom));
        put(query, "created-before", time("--created-before", createdBefore));
        put(query, "series", series ? "true" : null);
        put(query, "after", after);
        put(query, "organization", session.organization());
        return query;
    }

    private @Nullable String time(String option, @Nullable String text) {
        return text == null ? null : Times.time(option, text, session.utc()).toString();
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

    private static List<String> row(Printer printer, JsonNode operation) {
        JsonNode end = operation.path("completedon");
        return List.of(
                operation.path("asyncoperationid").asString(""),
                Printer.shortened(Printer.text(operation.path("name")), NAME_WIDTH),
                Printer.standing(operation),
                printer.time(operation.path("createdon")),
                printer.time(end.isNull() ? operation.path("postponeuntil") : end),
                Printer.shortened(Printer.text(message(operation)), MESSAGE_WIDTH));
    }

    private static JsonNode message(JsonNode operation) {
        JsonNode message = operation.path("message");
        return message.isNull() ? operation.path("progresstext") : message;
    }
}
