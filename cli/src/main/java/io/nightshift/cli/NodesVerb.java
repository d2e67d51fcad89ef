package io.nightshift.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists nodes, and orders them to drain. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the nodes on the server's database, and orders a node to take no more work.",
            "",
            "  nodes                            those that are alive, then those that ended last",
            "  nodes drain host:42 --reason \"its disk is changed\" --wait",
            "  nodes resume host:42",
            "",
            "A node that drains takes nothing more. What has not started goes to others at once, what",
            "runs is asked to stop at its next checkpoint and goes on elsewhere, and what does not ask",
            "runs to its end. It stays alive; stop its process when it holds nothing more."
        })
final class NodesVerb extends Session.FolderVerb {

    private static final int HANDLERS_WIDTH = 60;
    private static final long LOOK_MILLIS = 200;

    @Parameters(index = "0", arity = "0..1", paramLabel = "drain|resume", description = "What to order.")
    private @Nullable String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NODE", description = "The name of the node.")
    private @Nullable String name;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown beside the node.")
    private @Nullable String reason;

    @Option(names = "--wait", description = "After drain: until the node holds nothing more.")
    private boolean waits;

    @Option(
            names = "--timeout",
            paramLabel = "LENGTH",
            description = "How long --wait waits, for example 5m; else as long as it takes.")
    private @Nullable String timeout;

    @Override
    public Integer call() {
        String ordered = action;
        if (ordered == null) {
            return list();
        }
        if (!ordered.equals("drain") && !ordered.equals("resume")) {
            throw new CommandFailure(
                    ExitCode.USAGE, "'" + ordered + "' is none of the orders to a node: drain or resume.");
        }
        String node = name;
        if (node == null) {
            throw new CommandFailure(ExitCode.USAGE, "Say which node is to " + ordered + "; nodes lists them.");
        }
        return order(ordered, node);
    }

    private int order(String order, String node) {
        boolean drains = order.equals("drain");
        ObjectNode request = Service.JSON.createObjectNode().put("Node", node);
        Service.put(request, "Reason", reason);
        ObjectNode answer = session.service().act(drains ? "DrainNode" : "ResumeNode", request);
        if (waits && drains) {
            answer = awaitEmpty(node, answer);
        }
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
        } else {
            int held = held(answer, node);
            printer.line(
                    !drains
                            ? node + " takes work again."
                            : held == 0
                                    ? node + " drains and holds nothing more."
                                    : node + " drains; it still holds " + held + ".");
        }
        return ExitCode.WELL;
    }

    private ObjectNode awaitEmpty(String node, ObjectNode first) {
        Duration most = Patience.of(timeout);
        long begun = System.nanoTime();
        ObjectNode answer = first;
        // It may still take something until it has heard of the order.
        while (!drains(answer, node) || held(answer, node) > 0) {
            if (most != null && System.nanoTime() - begun >= most.toNanos()) {
                throw new CommandFailure(
                        ExitCode.UNDER_WAY, node + " still holds " + held(answer, node) + "; it goes on draining.");
            }
            Patience.pause(LOOK_MILLIS);
            answer = session.service().ask("Nodes");
        }
        return answer;
    }

    private static int held(JsonNode answer, String name) {
        int held = 0;
        for (JsonNode node : answer.path("value")) {
            if (node.path("name").asString("").equals(name)) {
                held += node.path("held").asInt(0);
            }
        }
        return held;
    }

    private static boolean drains(JsonNode answer, String name) {
        for (JsonNode node : answer.path("value")) {
            if (node.path("name").asString("").equals(name)
                    && node.path("alive").asBoolean(false)
                    && !node.path("draining").asBoolean(false)) {
                return false;
            }
        }
        return true;
    }

    private int list() {
        ObjectNode answer = session.service().ask("Nodes");
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
                    node.path("held") + " of " + node.path("slots"),
                    printer.time(node.path("startedon")),
                    printer.time(node.path("renewedon")),
                    Printer.shortened(handlers.toString(), HANDLERS_WIDTH)));
        }
        if (rows.isEmpty()) {
            printer.line("No node has run on this database yet: start one with the role async.");
        } else {
            printer.table(List.of("NODE", "STATE", "HOLDS", "STARTED", "LAST SIGN", "HANDLERS"), rows);
        }
        return ExitCode.WELL;
    }

    private static String state(JsonNode node) {
        if (!node.path("alive").asBoolean(false)) {
            return "ended";
        }
        String by = Printer.text(node.path("drainedby"));
        String why = Printer.text(node.path("drainreason"));
        return !node.path("draining").asBoolean(false)
                ? by.isEmpty() ? "alive" : "alive, is to drain"
                : by.isEmpty() ? "draining" : why.isEmpty() ? "drained by " + by : "drained by " + by + ": " + why;
    }
}
