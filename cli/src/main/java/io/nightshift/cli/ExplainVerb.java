package io.nightshift.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Explains why an operation does not run. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says why an operation does not run, and when it will; what binds it first comes first.")
final class ExplainVerb extends Session.FolderVerb {

    @Parameters(paramLabel = "ID", description = "The id of the operation.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() {
        Service service = session.service();
        String whole = OperationIds.whole(service, id);
        ObjectNode answer = ShowVerb.find(service, whole);
        answer.remove(List.of("now", "data", "result"));
        answer.set("explanations", service.askOf(whole, "Explain").path("value"));
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        printer.line(Printer.text(answer.path("name")) + " is " + Printer.standing(answer) + ".");
        for (JsonNode explanation : answer.path("explanations")) {
            printer.line(Printer.text(explanation.path("sentence")));
        }
        return ExitCode.WELL;
    }
}
