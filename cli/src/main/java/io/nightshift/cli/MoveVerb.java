package io.nightshift.cli;

import io.nightshift.client.WebApiFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

    /** The word of the move, and what to say of an operation that was moved. */
    abstract String move();

    abstract String done();

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
        ObjectNode request = Service.JSON.createObjectNode();
        complete(request);
        if (reason != null) {
            request.put("Reason", reason);
        }
        return request;
    }

    @Override
    public Integer call() {
        if (ids.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Missing required parameter: the ids of the operations.");
        }
        Service service = session.service();
        ObjectNode answer = Service.JSON.createObjectNode();
        answer.set("results", results(service, OperationIds.whole(service, ids)));
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

    /** What becomes of each. */
    JsonNode results(Service service, List<String> whole) {
        ObjectNode request = request().put("Move", move());
        whole.forEach(request.putArray("Ids")::add);
        return service.act("Move", request).path("value");
    }

    /** What becomes of each, where an operation is asked for one by one. */
    static JsonNode each(List<String> whole, Function<String, ObjectNode> asked) {
        ArrayNode results = Service.JSON.createArrayNode();
        for (String id : whole) {
            ObjectNode result = results.addObject().put("asyncoperationid", id);
            try {
                result.setAll(asked.apply(id));
            } catch (WebApiFault refusal) {
                if (refusal.isUnanswered() || refusal.isNotSignedIn()) {
                    throw refusal;
                }
                result.put("outcome", "refused")
                        .putObject("error")
                        .put("code", refusal.hexCode())
                        .put("message", refusal.getMessage());
            }
        }
        return results;
    }

    /** The same where another operation is made. */
    static JsonNode again(List<String> whole, Function<String, ObjectNode> asked) {
        return each(
                whole,
                id -> Service.JSON
                        .createObjectNode()
                        .put("outcome", "enqueued")
                        .put(
                                "newasyncoperationid",
                                asked.apply(id).path("asyncoperationid").asString("")));
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
