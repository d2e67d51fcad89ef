package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A verb that moves operations by their ids, or with {@code --all} all that match a search. */
abstract class BulkVerb extends MoveVerb {

    @Option(
            names = "--all",
            description =
                    "Instead of ids: all that match the conditions, in the background, as an operation of its own.")
    private boolean all;

    @Option(names = "--dry-run", description = "With --all: only count and show what would be moved.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            description =
                    "With --all: wait until the operation has ended, and say what it did; 0 when it succeeded, else 1.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "LENGTH",
            description = "With --wait: how long at most, for example 5m; then 6.")
    private @Nullable String timeout;

    @Option(names = "--everything", description = "With --all: without a condition, all of the organization.")
    private boolean everything;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            description = "With --all: what a query of records finds, as OData says it.")
    private @Nullable String filter;

    @Option(
            names = "--fetch",
            paramLabel = "FETCHXML",
            description =
                    "With --all: the same as FetchXML, that of a view for example; @FILE, or - for standard input.")
    private @Nullable String fetch;

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Override
    public Integer call() {
        ObjectNode conditions = search.conditions(session.utc());
        if (!all) {
            if (dryRun || everything || wait || filter != null || fetch != null || !conditions.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "Conditions, --dry-run, --everything and --wait go with --all; without it give ids.");
            }
            return super.call();
        }
        if (hasIds()) {
            throw new CommandFailure(ExitCode.USAGE, "Give either ids or --all with conditions, not both.");
        }
        ObjectNode request = request().put("Move", move());
        if (filter != null || fetch != null) {
            Service.put(request, "Filter", filter);
            Service.put(request, "FetchXml", fetch == null ? null : RecordValues.text("--fetch", fetch));
        }
        if (!conditions.isEmpty()) {
            request.set("Conditions", conditions);
        }
        if (everything) {
            request.put("Everything", true);
        }
        if (dryRun) {
            request.put("DryRun", true);
        }
        ObjectNode answer = session.service().act("MoveAll", request);
        Printer printer = session.printer();
        String id = answer.path("asyncoperationid").asString("");
        boolean follows = wait && !dryRun;
        if (session.json()) {
            // One document is written, and of what is followed that of the end.
            if (!follows) {
                printer.json(answer);
            }
        } else if (dryRun) {
            show(printer, answer);
        } else {
            printer.line("All that match will be " + done() + " by the operation " + id + ".");
            if (!follows) {
                printer.line("See how far it is: show " + id);
            }
        }
        return follows ? followed(id) : ExitCode.WELL;
    }

    /** What has become of the operation when it has ended, or needs a person. */
    private int followed(String id) {
        ObjectNode rested = new Patience(session.service(), Patience.of(timeout)).until(id, () -> {});
        if (session.json()) {
            session.printer().json(rested);
        } else {
            session.printer().line(WaitVerb.sentence(rested));
            session.printer().line(Printer.text(rested.path("result")));
        }
        return Patience.exitCode(rested);
    }

    private void show(Printer printer, ObjectNode answer) {
        String count = String.format(Locale.ROOT, "%,d", answer.path("matching").asLong(0));
        printer.line((answer.path("ismore").asBoolean(false) ? "More than " + count : count) + " match and would be "
                + done() + "; nothing was changed.");
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode operation : answer.path("sample")) {
            rows.add(List.of(
                    operation.path("asyncoperationid").asString(""),
                    Printer.shortened(Printer.text(operation.path("name")), 40),
                    Printer.standing(operation)));
        }
        if (!rows.isEmpty()) {
            printer.table(List.of("ID", "NAME", "STATE"), rows);
        }
    }
}
