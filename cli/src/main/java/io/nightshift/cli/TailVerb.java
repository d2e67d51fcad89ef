package io.nightshift.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Follows the log of an operation, or what ends. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "With an id: prints the log of the operation as it grows, until it has ended or needs a person.",
            "Without: prints operations as they end, until Ctrl-C or for the time of --for."
        })
final class TailVerb extends Session.FolderVerb {

    private static final long PAUSE_MILLIS = 500;
    private static final int PAGE = 200;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The id of the operation.")
    private @Nullable String id;

    @Option(names = "--for", paramLabel = "LENGTH", description = "How long, for example 30s or 5m.")
    private @Nullable String length;

    @Mixin
    private SearchOptions search = new SearchOptions();

    private long lastLine;

    /** What was printed already. */
    private final Set<String> printed = new HashSet<>();

    @Override
    public Integer call() {
        ObjectNode conditions = search.conditions(session.utc());
        if (id != null && !conditions.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Conditions choose among operations; with an id give none.");
        }
        Duration most = length == null ? null : Times.length("--for", length);
        return id == null ? ends(conditions, most) : log(id, most);
    }

    private int log(String typed, @Nullable Duration most) {
        Service service = session.service();
        String whole = OperationIds.whole(service, typed);
        ObjectNode rested = new Patience(service, most)
                .until(
                        whole,
                        () -> service.askOf(whole, "Log", Map.of("AfterLine", lastLine))
                                .path("value")
                                .forEach(this::line));
        if (!session.json()) {
            session.printer().line(WaitVerb.sentence(rested));
        }
        return Patience.exitCode(rested);
    }

    private void line(JsonNode line) {
        lastLine = Math.max(lastLine, line.path("line").asLong(0));
        Printer printer = session.printer();
        if (session.json()) {
            printer.jsonLine(line);
        } else {
            printer.line(ShowVerb.logLine(printer, line));
        }
    }

    private int ends(ObjectNode conditions, @Nullable Duration most) {
        Service service = session.service();
        Map<String, Object> query = Map.of("Conditions", conditions, "Order", "completed", "Most", PAGE);
        long begun = System.nanoTime();
        boolean first = true;
        while (most == null || System.nanoTime() - begun < most.toNanos()) {
            List<JsonNode> page = service.ask("Find", query).path("value").values().stream()
                    .filter(operation -> !operation.path("completedon").isNull())
                    .toList();
            for (JsonNode operation : page.reversed()) {
                if (printed.add(operation.path("asyncoperationid").asString("")) && !first) {
                    ended(operation);
                }
            }
            first = false;
            // Only what may still be on a page has to be remembered.
            printed.retainAll(page.stream()
                    .map(operation -> operation.path("asyncoperationid").asString(""))
                    .toList());
            Patience.pause(PAUSE_MILLIS);
        }
        return ExitCode.WELL;
    }

    private void ended(JsonNode operation) {
        Printer printer = session.printer();
        if (session.json()) {
            printer.jsonLine(operation);
        } else {
            printer.line(printer.time(operation.path("completedon")) + "  "
                    + operation.path("asyncoperationid").asString("") + "  " + Printer.standing(operation) + "  "
                    + Printer.text(operation.path("name")));
        }
    }
}
