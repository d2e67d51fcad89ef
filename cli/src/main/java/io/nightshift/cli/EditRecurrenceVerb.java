package io.nightshift.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives series another rule. */
@Command(
        name = "edit-recurrence",
        mixinStandardHelpOptions = true,
        description = "Gives series another rule; what is not named stays as it is. The next date follows from it.")
final class EditRecurrenceVerb extends MoveVerb {

    @Option(names = "--recurrence", paramLabel = "RULE", description = "For example \"FREQ=DAILY;INTERVAL=3;\".")
    private @Nullable String recurrence;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RecurrenceOptions options;

    @Override
    String move() {
        return "";
    }

    @Override
    String done() {
        return "has another rule";
    }

    @Override
    public Integer call() {
        if (recurrence == null && options.parameters(session.utc()).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Say what is to change: --recurrence, --recurrence-start, --time-zone, --overlap or --missed.");
        }
        return super.call();
    }

    @Override
    void complete(ObjectNode request) {
        Service.put(request, "RecurrencePattern", recurrence);
        options.parameters(session.utc()).forEach(request::put);
    }

    @Override
    JsonNode results(Service service, List<String> whole) {
        return each(
                whole,
                id -> service.actOn(id, "EditRecurrence", request())
                        .withObject("/result")
                        .deepCopy());
    }
}
