package io.nightshift.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Waits for operations. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = {
            "Waits until operations have ended, or need a person.",
            "Ends with 0 when all have succeeded, 1 when one has not, 6 when one is still under way after",
            "--timeout."
        })
final class WaitVerb extends Session.FolderVerb {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The ids of the operations.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<String> ids;

    @Option(
            names = "--timeout",
            paramLabel = "LENGTH",
            description = "How long to wait for each, for example 30s or 5m; else as long as it takes.")
    private @Nullable String timeout;

    @Override
    public Integer call() {
        Service service = session.service();
        Patience patience = new Patience(service, Patience.of(timeout));
        int exitCode = ExitCode.WELL;
        ArrayNode rested = Service.JSON.createArrayNode();
        for (String id : OperationIds.whole(service, ids)) {
            JsonNode operation = patience.until(id, () -> {});
            exitCode = Math.max(exitCode, Patience.exitCode(operation));
            rested.add(operation);
            if (!session.json()) {
                session.printer().line(sentence(operation));
            }
        }
        if (session.json()) {
            session.printer().json(Service.JSON.createObjectNode().set("value", rested));
        }
        return exitCode;
    }

    /** How an operation stands, in one line. */
    static String sentence(JsonNode operation) {
        return (operation.path("asyncoperationid").asString("") + "  " + Printer.standing(operation) + "  "
                        + Printer.text(operation.path("message")))
                .strip();
    }
}
