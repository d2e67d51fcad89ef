package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A verb that moves one or more operations, and says of each what became of it. */
abstract class MoveVerb extends Session.FolderVerb {

    private static final String NOT_FOUND = "0x80040217";

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The ids of the operations.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the log of the operation.")
    private @Nullable String reason;

    /** The word of the API, and what to say of an operation that was moved. */
    abstract String move();

    abstract String done();

    /** Where the API takes it. */
    String path() {
        return "operations/move";
    }

    /** What to say of an operation of which another was made. */
    String enqueuedAs() {
        return "runs again as ";
    }

    /** Adds to the request what only this move has. */
    void complete(ObjectNode request) {}

    /** Whether operations are named by their ids. */
    final boolean hasIds() {
        return !ids.isEmpty();
    }

    /** What every request of this move says. */
    final ObjectNode request() {
        ObjectNode request = Service.JSON.createObjectNode().put("move", move());
        complete(request);
        if (reason != null) {
            request.put("reason", reason);
        }
        return request;
    }

    @Override
    public Integer call() {
        if (ids.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Missing required parameter: the ids of the operations.");
        }
        ObjectNode request = request();
        Service service = session.service();
        ArrayNode whole = request.putArray("ids");
        OperationIds.whole(service, session.organization(), ids).forEach(whole::add);
        if (session.organization() != null) {
            request.put("organization", session.organization());
        }
        ObjectNode answer = service.post(path(), request);
        Printer printer = session.printer();
        int exitCode = ExitCode.WELL;
        for (JsonNode result : answer.path("results")) {
            if (!session.json()) {
                printer.line(sentence(result));
            }
            exitCode = worse(exitCode, result);
        }
        if (session.json()) {
            printer.json(answer);
        }
        return exitCode;
    }

    private String sentence(JsonNode result) {
        String id = result.path("asyncoperationid").asString("");
        return switch (result.path("outcome").asString("")) {
            case "moved" -> id + "  " + done() + ": now " + Printer.standing(result);
            case "unchanged" -> id + "  nothing to do: " + Printer.standing(result);
            case "deleted" -> id + "  deleted";
            case "enqueued" ->
                id + "  " + enqueuedAs() + result.path("newasyncoperationid").asString("");
            default -> {
                JsonNode error = result.path("error");
                yield id + "  refused: " + Printer.text(error.path("message")) + " ("
                        + error.path("code").asString("") + ")";
            }
        };
    }

    /** A refusal goes before an unknown id, an unknown id before success. */
    private static int worse(int exitCode, JsonNode result) {
        if (!result.path("outcome").asString("").equals("refused") || exitCode == ExitCode.REFUSED) {
            return exitCode;
        }
        boolean unknown = result.path("error").path("code").asString("").equals(NOT_FOUND);
        return unknown ? ExitCode.NOT_FOUND : ExitCode.REFUSED;
    }
}
