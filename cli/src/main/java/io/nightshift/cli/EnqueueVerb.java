package io.nightshift.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Enqueues an operation. */
@Command(
        name = "enqueue",
        mixinStandardHelpOptions = true,
        description = "Enqueues an operation and prints its id. A server handles 'noop', 'http' and 'mail' by itself.")
final class EnqueueVerb extends Session.Verb {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The message name, by which its handler is found.")
    private @Nullable String message;

    @Option(
            names = "--data",
            paramLabel = "JSON",
            description = "What the handler works on: JSON, @FILE, or - for standard input.")
    private @Nullable String data;

    @Option(names = "--type", paramLabel = "N", description = "The number of a Dynamics operation type.")
    private @Nullable Integer type;

    @Option(names = "--display-name", paramLabel = "TEXT", description = "The name shown to people.")
    private @Nullable String displayName;

    @Option(
            names = "--dependency-token",
            paramLabel = "TOKEN",
            description = "Those with the same one run one after another.")
    private @Nullable String dependencyToken;

    @Option(names = "--limit", paramLabel = "KEY:N", description = "At most N with the same key run at the same time.")
    private @Nullable String limit;

    @Option(names = "--postpone-until", paramLabel = "TIME", description = "Not before this time.")
    private @Nullable String postponeUntil;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "A second enqueue with it within a day returns the first id.")
    private @Nullable String key;

    @Option(names = "--recurrence", paramLabel = "RULE", description = "For example \"FREQ=DAILY;INTERVAL=3;\".")
    private @Nullable String recurrence;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RecurrenceOptions recurrenceOptions;

    @Option(names = "--wait", description = "Wait until it has ended or needs a person; 0 when it succeeded, else 1.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "LENGTH",
            description = "With --wait: how long at most, for example 5m; then 6.")
    private @Nullable String timeout;

    @Override
    public Integer call() {
        ObjectNode request = Service.JSON.createObjectNode();
        Service.put(request, "messagename", message);
        if (type != null) {
            request.put("operationtype", type);
        }
        Service.put(request, "data", data == null ? null : data(data));
        Service.put(request, "name", displayName);
        Service.put(request, "dependencytoken", dependencyToken);
        limit(request);
        Service.put(
                request,
                "postponeuntil",
                postponeUntil == null
                        ? null
                        : Times.time("--postpone-until", postponeUntil, session.utc())
                                .toString());
        Service.put(request, "key", key);
        Service.put(request, "recurrencepattern", recurrence);
        recurrenceOptions.addTo(request, session.utc());
        Service service = session.service();
        ObjectNode answer =
                service.act("Enqueue", Service.JSON.createObjectNode().set("Operation", request));
        String id = answer.path("asyncoperationid").asString("");
        if (wait) {
            ObjectNode rested = new Patience(service, Patience.of(timeout)).until(id, () -> {});
            show(rested);
            return Patience.exitCode(rested);
        }
        if (session.json()) {
            session.printer().json(answer);
        } else {
            session.printer().line(id);
        }
        return ExitCode.WELL;
    }

    private void limit(ObjectNode request) {
        if (limit == null) {
            return;
        }
        int colon = limit.lastIndexOf(':');
        try {
            request.put("limitwidth", Integer.parseInt(limit.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--limit takes KEY:N, for example printer:2; got '" + limit + "'.");
        }
        request.put("limitkey", limit.substring(0, Math.max(0, colon)));
    }

    private static String data(String typed) {
        if (typed.equals("-") || typed.startsWith("@")) {
            return RecordValues.text("--data", typed);
        }
        try {
            if (!Service.JSON.readTree(typed).isMissingNode()) {
                return typed;
            }
        } catch (JacksonException e) {
            throw notJson(typed);
        }
        throw notJson(typed);
    }

    private static CommandFailure notJson(String typed) {
        return new CommandFailure(
                ExitCode.USAGE,
                "--data takes JSON, @FILE or -; '" + Printer.shortened(typed, 40)
                        + "' is none of them. (A data folder is named by --data-folder.)");
    }

    private void show(JsonNode operation) {
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(operation);
            return;
        }
        printer.line(WaitVerb.sentence(operation));
        String result = operation.path("result").asString("");
        if (!result.isEmpty()) {
            printer.line(Printer.cleanLines(result));
        }
    }
}
