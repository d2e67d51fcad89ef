package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists nodes. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        description = "Lists the nodes on the server's database: those that are alive, then those that ended last.")
final class NodesVerb extends Session.FolderVerb {

    private static final int HANDLERS_WIDTH = 60;

    @Override
    public Integer call() {
        ObjectNode answer = session.service().get("nodes", Map.of());
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode node : answer.path("value")) {
            StringJoiner handlers = new StringJoiner(" ");
            node.path("handlers")
                    .forEach(handler -> handlers.add(Printer.text(handler).replaceFirst("^message:", "")));
            rows.add(List.of(
                    Printer.text(node.path("name")),
                    state(node),
                    node.path("slots").toString(),
                    printer.time(node.path("startedon")),
                    printer.time(node.path("renewedon")),
                    Printer.shortened(handlers.toString(), HANDLERS_WIDTH)));
        }
        if (rows.isEmpty()) {
            printer.line("No node has run on this database yet: start one with the role async.");
        } else {
            printer.table(List.of("NODE", "STATE", "SLOTS", "STARTED", "LAST SIGN", "HANDLERS"), rows);
        }
        return ExitCode.WELL;
    }

    private static String state(JsonNode node) {
        if (!node.path("alive").asBoolean(false)) {
            return "ended";
        }
        return node.path("draining").asBoolean(false) ? "draining" : "alive";
    }
}
