package io.nightshift.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Places, lifts and lists holds. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = {
            "Orders that something does not start until the hold is lifted; what runs already runs on.",
            "",
            "  hold place --message send-invoice --reason \"the printer burns\"",
            "  hold list",
            "  hold lift 3",
            "",
            "A hold of --type 10 pauses all workflows: those that run are suspended at their next step.",
            "When it is lifted,",
            "  hold lift 3 --resume",
            "lets these go on.",
            "",
            "Without --type, --message, --dependency-token or --limit everything of the organization is held."
        })
final class HoldVerb extends Session.FolderVerb {

    @Parameters(index = "0", paramLabel = "place|lift|list", description = "What to do.")
    private String action = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NUMBER", description = "The hold to lift.")
    private @Nullable Long number;

    @Option(names = "--all-organizations", description = "Not of one organization, but of all.")
    private boolean allOrganizations;

    @Option(names = "--type", paramLabel = "N", description = "Operations of this Dynamics type.")
    private @Nullable Integer type;

    @Option(names = "--message", paramLabel = "NAME", description = "Operations with this message name.")
    private @Nullable String message;

    @Option(names = "--dependency-token", paramLabel = "TOKEN", description = "The lane with this token.")
    private @Nullable String dependencyToken;

    @Option(names = "--limit", paramLabel = "KEY", description = "Operations with this limit key.")
    private @Nullable String limitKey;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; shown to everyone who asks why nothing starts.")
    private @Nullable String reason;

    @Option(names = "--resume", description = "With lift, of a pause of all workflows: what it suspended goes on.")
    private boolean resume;

    @Override
    public Integer call() {
        return switch (action) {
            case "list" -> list();
            case "place" -> place();
            case "lift" -> lift();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + action + "' is none of the things hold does: place, lift or list.");
        };
    }

    private int list() {
        Printer printer = session.printer();
        return session.list(
                "Holds",
                "Nothing is held.",
                List.of("HOLD", "ON", "BY", "SINCE", "REASON"),
                hold -> List.of(
                        hold.path("hold").toString(),
                        Printer.text(hold.path("target")),
                        Printer.text(hold.path("author")),
                        printer.time(hold.path("placedon")),
                        Printer.text(hold.path("reason"))));
    }

    private int place() {
        if (resume) {
            throw new CommandFailure(ExitCode.USAGE, "--resume goes with lift.");
        }
        if (number != null) {
            throw new CommandFailure(ExitCode.USAGE, "A hold gets its number when it is placed; only lift takes one.");
        }
        session.checkOrganizations(allOrganizations);
        ObjectNode request = request();
        if (allOrganizations) {
            request.put("AllOrganizations", true);
        }
        if (type != null) {
            request.put("OperationType", type);
        }
        Service.put(request, "MessageName", message);
        Service.put(request, "DependencyToken", dependencyToken);
        Service.put(request, "LimitKey", limitKey);
        return said(session.service().act("PlaceHold", request), "held from now on");
    }

    private int lift() {
        if (number != null) {
            ObjectNode request = request().put("Hold", number);
            if (resume) {
                request.put("Resume", true);
            }
            ObjectNode answer = session.service().act("LiftHold", request);
            int code = said(answer, "no longer held");
            sayPaused(answer);
            return code;
        }
        throw new CommandFailure(ExitCode.USAGE, "Say which hold to lift; hold list shows their numbers.");
    }

    private void sayPaused(ObjectNode answer) {
        long suspended = answer.path("suspended").asLong(0);
        if (session.json() || suspended == 0) {
            return;
        }
        session.printer()
                .line(
                        answer.has("resumedby")
                                ? "Workflows that it had suspended and that go on now: " + suspended + "."
                                : "Workflows that it had suspended and that wait for a person: " + suspended
                                        + ". Let them go on with: resume --all --type 10 --error 0x80045017");
    }

    private ObjectNode request() {
        ObjectNode request = Service.JSON.createObjectNode();
        Service.put(request, "Reason", reason);
        return request;
    }

    private int said(ObjectNode answer, String what) {
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
        } else {
            printer.line(
                    "Hold " + answer.path("hold") + ": " + Printer.text(answer.path("target")) + " is " + what + ".");
        }
        return ExitCode.WELL;
    }
}
