package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Counts operations. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Counts the operations by where they stand, and says how the server's node is.")
final class StatsVerb extends Session.FolderVerb {

    @Override
    public Integer call() {
        ObjectNode answer = session.service().ask("Statistics");
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode count : answer.path("counts")) {
            rows.add(List.of(
                    Printer.standing(count),
                    String.format(Locale.ROOT, "%,d", count.path("operations").asLong(0))));
        }
        String name = Printer.text(answer.path("organization"));
        if (rows.isEmpty()) {
            printer.line("The organization " + name + " has no operations yet. Enqueue one: enqueue noop");
        } else {
            printer.line("Operations of " + name);
            printer.table(List.of("STATE", "COUNT"), rows);
        }
        JsonNode node = answer.path("node");
        printer.line("");
        printer.line("Node " + Printer.text(node.path("name")) + ": " + Printer.text(node.path("reason")) + ", "
                + node.path("running") + " running, " + node.path("leakedslots") + " slots leaked.");
        return ExitCode.WELL;
    }
}
