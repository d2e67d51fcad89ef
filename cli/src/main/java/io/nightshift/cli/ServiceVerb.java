package io.nightshift.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pauses and resumes the service, or a part of it: a hold on everything, on a type or on the workflows. */
@Command(
        name = "service",
        mixinStandardHelpOptions = true,
        description = {
            "Pauses the service: nothing starts any more on any node until it is resumed; what runs already runs on.",
            "",
            "  service pause --reason \"the ERP is being upgraded\"",
            "  service pause --workflows",
            "  service resume",
            "",
            "It is a hold: hold list shows it, and explain names it. Without --type or --workflows it is",
            "on everything of the organization."
        })
final class ServiceVerb extends Session.FolderVerb {

    private static final int WORKFLOWS = 10;

    @Parameters(index = "0", paramLabel = "pause|resume", description = "What to do.")
    private String action = "";

    @Option(names = "--all-organizations", description = "Not of one organization, but of all.")
    private boolean allOrganizations;

    @Option(names = "--type", paramLabel = "N", description = "Only operations of this Dynamics type.")
    private @Nullable Integer type;

    @Option(names = "--workflows", description = "Only workflows: the same as --type 10.")
    private boolean workflows;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; shown to everyone who asks why nothing starts.")
    private @Nullable String reason;

    @Override
    public Integer call() {
        if (workflows && type != null) {
            throw new CommandFailure(ExitCode.USAGE, "Give --workflows or --type, not both.");
        }
        session.checkOrganizations(allOrganizations);
        return switch (action) {
            case "pause" -> pause();
            case "resume" -> resume();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + action + "' is none of the things service does: pause or resume.");
        };
    }

    private int pause() {
        ObjectNode hold = session.service().act("PauseService", request());
        boolean already = hold.path("already").asBoolean(false);
        return said(hold, already ? "is paused already" : "is paused; service resume lets it go on");
    }

    private int resume() {
        ObjectNode hold = session.service().act("ResumeService", request());
        if (!hold.path("hold").isNull()) {
            return said(hold, "goes on");
        }
        if (session.json()) {
            session.printer().json(hold);
        } else {
            session.printer().line("Nothing of this kind is paused; hold list shows all that is held.");
        }
        return ExitCode.WELL;
    }

    private ObjectNode request() {
        ObjectNode request = Service.JSON.createObjectNode();
        Integer only = workflows ? Integer.valueOf(WORKFLOWS) : type;
        if (only != null) {
            request.put("OperationType", only);
        }
        if (allOrganizations) {
            request.put("AllOrganizations", true);
        }
        Service.put(request, "Reason", reason);
        return request;
    }

    private int said(JsonNode hold, String what) {
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(hold);
        } else {
            printer.line("Hold " + hold.path("hold") + ": " + Printer.text(hold.path("target")) + " " + what + ".");
        }
        return ExitCode.WELL;
    }
}
