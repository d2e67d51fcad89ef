package io.nightshift.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
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
        description = "Enqueues an operation and prints its id. A server handles 'noop' and 'http' by itself.")
final class EnqueueVerb extends Session.Verb {

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final int COMPLETED = 3;
    private static final int SUCCEEDED = 30;
    private static final Set<String> NEEDS_A_PERSON = Set.of("Person", "Paused");

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

    @Override
    public Integer call() {
        ObjectNode request = Service.JSON.createObjectNode();
        put(request, "messagename", message);
        if (type != null) {
            request.put("operationtype", type);
        }
        put(request, "data", data == null ? null : data(data));
        put(request, "name", displayName);
        put(request, "dependencytoken", dependencyToken);
        limit(request);
        put(
                request,
                "postponeuntil",
                postponeUntil == null
                        ? null
                        : Times.time("--postpone-until", postponeUntil, session.utc())
                                .toString());
        put(request, "key", key);
        put(request, "recurrencepattern", recurrence);
        recurrenceOptions.addTo(request, session.utc());
        put(request, "organization", session.organization());
        Service service = session.service();
        ObjectNode answer = service.post("operations", request);
        String id = answer.path("asyncoperationid").asString("");
        if (wait) {
            return await(service, id);
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

    private static void put(ObjectNode request, String name, @Nullable String value) {
        if (value != null) {
            request.put(name, value);
        }
    }

    private static String data(String typed) {
        try {
            if (typed.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (typed.startsWith("@")) {
                return Files.readString(Path.of(typed.substring(1)));
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "There is no file " + typed.substring(1) + " to read the data from.");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "The data cannot be read from " + typed + " (" + e + ").");
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

    private int await(Service service, String id) {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            ObjectNode operation = ShowVerb.find(service, session.organization(), id, "");
            boolean completed = operation.path("statecode").asInt(-1) == COMPLETED;
            boolean needsPerson = operation.path("statecode").asInt(-1) == 1
                    && NEEDS_A_PERSON.contains(operation.path("cause").asString(""));
            if (completed || needsPerson) {
                show(operation);
                return operation.path("statuscode").asInt(-1) == SUCCEEDED ? ExitCode.WELL : ExitCode.REFUSED;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ExitCode.REFUSED;
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private void show(JsonNode operation) {
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(operation);
            return;
        }
        printer.line(String.format(
                        Locale.ROOT,
                        "%s  %s  %s",
                        operation.path("asyncoperationid").asString(""),
                        Printer.standing(operation),
                        Printer.text(operation.path("message")))
                .strip());
        String result = operation.path("result").asString("");
        if (!result.isEmpty()) {
            printer.line(Printer.cleanLines(result));
        }
    }
}
