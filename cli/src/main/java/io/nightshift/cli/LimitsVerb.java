package io.nightshift.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Sets, removes and lists the limits on running operations. */
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = {
            "How many operations of an organization, or of a type, may run at a time on all nodes together.",
            "",
            "  limits set 5 --type 10 --reason \"the ERP takes no more\"",
            "  limits list",
            "  limits remove 3",
            "",
            "What is set replaces the limit on the same thing. What runs already runs on."
        })
final class LimitsVerb extends Session.FolderVerb {

    @Parameters(index = "0", paramLabel = "set|remove|list", description = "What to do.")
    private String action = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "N",
            description = "With set how many may run; with remove the limit's number.")
    private @Nullable Integer number;

    @Option(names = "--all-organizations", description = "Not of one organization, but of all together.")
    private boolean allOrganizations;

    @Option(names = "--type", paramLabel = "N", description = "Only operations of this Dynamics type.")
    private @Nullable Integer type;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; shown to everyone who asks why nothing starts.")
    private @Nullable String reason;

    @Override
    public Integer call() {
        return switch (action) {
            case "list" -> list();
            case "set" -> set();
            case "remove" -> remove();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + action + "' is none of the things limits does: set, remove or list.");
        };
    }

    private int list() {
        return session.list(
                "Limits",
                "There are no limits.",
                List.of("LIMIT", "ON", "MOST", "RUNNING", "BY", "REASON"),
                limit -> List.of(
                        limit.path("limit").toString(),
                        Printer.text(limit.path("scope")),
                        limit.path("most").toString(),
                        limit.path("running").toString(),
                        Printer.text(limit.path("author")),
                        Printer.text(limit.path("reason"))));
    }

    private int set() {
        if (number == null) {
            throw new CommandFailure(ExitCode.USAGE, "Say how many may run at a time: limits set 5 --type 10");
        }
        session.checkOrganizations(allOrganizations);
        ObjectNode request = request().put("Most", number);
        if (allOrganizations) {
            request.put("AllOrganizations", true);
        }
        if (type != null) {
            request.put("OperationType", type);
        }
        ObjectNode answer = session.service().act("SetLimit", request);
        return said(
                answer,
                "Limit " + answer.path("limit") + ": of " + Printer.text(answer.path("scope")) + " at most "
                        + answer.path("most") + " run at a time.");
    }

    private int remove() {
        if (number == null) {
            throw new CommandFailure(ExitCode.USAGE, "Say which limit to remove; limits list shows their numbers.");
        }
        ObjectNode answer = session.service().act("RemoveLimit", request().put("Limit", number));
        return said(answer, "The limit " + answer.path("limit") + " is removed.");
    }

    private ObjectNode request() {
        ObjectNode request = Service.JSON.createObjectNode();
        Service.put(request, "Reason", reason);
        return request;
    }

    private int said(ObjectNode answer, String sentence) {
        if (session.json()) {
            session.printer().json(answer);
        } else {
            session.printer().line(sentence);
        }
        return ExitCode.WELL;
    }
}
