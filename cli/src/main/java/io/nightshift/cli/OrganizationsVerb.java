package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists organizations, and says how many turns one of them gets. */
@Command(
        name = "organizations",
        mixinStandardHelpOptions = true,
        description = "Lists organizations with their weights, or sets the weight of one: while both have work, an"
                + " organization with the weight 3 gets three times as much done as one with the weight 1.")
final class OrganizationsVerb extends Session.FolderVerb {

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The organization to change.")
    private @Nullable String name;

    @Option(names = "--weight", paramLabel = "N", description = "Its weight, 1 to 1000.")
    private @Nullable Integer weight;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the log of the service.")
    private @Nullable String reason;

    @Override
    public Integer call() {
        Printer printer = session.printer();
        if ((name == null) != (weight == null)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "To change a weight, give both the NAME of the organization and --weight.");
        }
        ObjectNode answer = name == null ? session.service().ask("Organizations") : changed(name);
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        if (name != null) {
            printer.line("The organization " + name + " has the weight " + weight + " now.");
            return ExitCode.WELL;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode organization : answer.path("value")) {
            rows.add(List.of(
                    Printer.text(organization.path("name")),
                    organization.path("weight").toString(),
                    printer.time(organization.path("createdon"))));
        }
        printer.table(List.of("ORGANIZATION", "WEIGHT", "CREATED"), rows);
        return ExitCode.WELL;
    }

    private ObjectNode changed(String organization) {
        ObjectNode request =
                Service.JSON.createObjectNode().put("Name", organization).put("Weight", weight);
        Service.put(request, "Reason", reason);
        return session.service().act("SetWeight", request);
    }
}
