package io.nightshift.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists operations. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists operations, the newest first.")
final class ListVerb extends Session.FolderVerb {

    private static final int NAME_WIDTH = 32;
    private static final int MESSAGE_WIDTH = 60;

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description =
                    "created (newest first, the default), completed (ended last first), postponed (soonest first).")
    private @Nullable String order;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "1 to 1000; default 50.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "The next page: what follows this id.")
    private @Nullable String after;

    @Override
    public Integer call() {
        ObjectNode conditions = search.conditions(session.utc());
        boolean filtered = !conditions.isEmpty();
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("Conditions", filtered ? conditions : null);
        query.put("Order", order);
        query.put("Most", limit);
        query.put("After", after);
        ObjectNode answer = session.service().ask("Find", query);
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode operation : answer.path("value")) {
            rows.add(row(printer, operation));
        }
        if (rows.isEmpty() && answer.path("searchedbackto").isNull()) {
            printer.line(
                    filtered
                            ? "No operation matches; ask for less, or see all with: list"
                            : "There are no operations yet. Enqueue one: enqueue noop");
            return ExitCode.WELL;
        }
        if (!rows.isEmpty()) {
            printer.table(List.of("ID", "NAME", "STATE", "CREATED", "NEXT OR END", "MESSAGE"), rows);
        }
        String next = answer.path("next").asString("");
        String back = answer.path("searchedbackto").asString("");
        if (!back.isEmpty()) {
            printer.line(
                    "Searched back to " + printer.time(answer.path("searchedbackto")) + "; there may be more before.");
        }
        if (!next.isEmpty()) {
            printer.line("More: --after " + next);
        }
        return ExitCode.WELL;
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
