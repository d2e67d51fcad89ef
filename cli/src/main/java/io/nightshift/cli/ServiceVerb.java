package io.nightshift.cli;

import java.util.Map;
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
            "It is a hold: hold list shows it, and explain names it. Without --type or --workflows it is on everything",
            "of the organization."
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
        if (allOrganizations && session.organization() != null) {
            throw new CommandFailure(ExitCode.USAGE, "Give --organization or --all-organizations, not both.");
        }
        return switch (action) {
            case "pause" -> pause();
            case "resume" -> resume();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + action + "' is none of the things service does: pause or resume.");
        };
    }

    private int pause() {
        JsonNode held = placed();
        if (held != null) {
            return said(held, "is paused already");
        }
        ObjectNode request = Service.JSON.createObjectNode();
        if (session.organization() != null) {
            request.put("organization", session.organization());
        }
        if (allOrganizations) {
            request.put("allorganizations", true);
        }
        if (type() != null) {
            request.put("operationtype", type());
        }
        if (reason != null) {
            request.put("reason", reason);
        }
        return said(session.service().post("holds", request), "is paused; service resume lets it go on");
    }

    private int resume() {
        JsonNode held = placed();
        if (held == null) {
            Printer printer = session.printer();
            if (session.json()) {
                printer.json(Service.JSON.createObjectNode().putNull("hold"));
            } else {
                printer.line("Nothing of this kind is paused; hold list shows all that is held.");
            }
            return ExitCode.WELL;
        }
        ObjectNode request = Service.JSON.createObjectNode();
        if (reason != null) {
            request.put("reason", reason);
        }
        return said(session.service().post("holds/" + held.path("hold") + "/lift", request), "goes on");
    }

    private @Nullable Integer type() {
        return workflows ? Integer.valueOf(WORKFLOWS) : type;
    }

    /** The hold that a pause of this has placed; null when there is none. */
    private @Nullable JsonNode placed() {
        String organization = allOrganizations ? null : organization();
        for (JsonNode hold : session.service().get("holds", Map.of()).path("value")) {
            boolean whole = hold.path("messagename").isNull()
                    && hold.path("dependencytoken").isNull()
                    && hold.path("limitkey").isNull();
            boolean same = type() == null
                    ? hold.path("operationtype").isNull()
                    : hold.path("operationtype").asInt(-1) == type();
            boolean theirs = organization == null
                    ? hold.path("organization").isNull()
                    : organization.equals(hold.path("organization").asString(""));
            if (whole && same && theirs) {
                return hold;
            }
        }
        return null;
    }

    /** The organization that is meant: the one that was named, otherwise the first. */
    private String organization() {
        String named = session.organization();
        return named != null
                ? named
                : session.service().get("stats", Map.of()).path("organization").asString("");
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
