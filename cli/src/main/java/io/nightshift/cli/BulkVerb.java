package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    @Option(names = "--everything", description = "With --all: without a condition, all of the organization.")
    private boolean everything;

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Override
    public Integer call() {
        ObjectNode conditions = search.conditions(session.utc());
        if (!all) {
            if (dryRun || everything || !conditions.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "Conditions, --dry-run and --everything go with --all; without it give ids.");
            }
            return super.call();
        }
        if (hasIds()) {
            throw new CommandFailure(ExitCode.USAGE, "Give either ids or --all with conditions, not both.");
        }
        ObjectNode request = request().put("Move", move());
        request.set("Conditions", conditions);
        if (everything) {
            request.put("Everything", true);
        }
        if (dryRun) {
            request.put("DryRun", true);
        }
        ObjectNode answer = session.service().act("MoveAll", request);
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
        } else if (dryRun) {
            show(printer, answer);
        } else {
            String id = answer.path("asyncoperationid").asString("");
            printer.line("All that match will be " + done() + " by the operation " + id + ".");
            printer.line("See how far it is: show " + id);
        }
        return ExitCode.WELL;
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
