package io.nightshift.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
    String path() {
        return "operations/recurrence";
    }

    @Override
    String move() {
        return "";
    }

    @Override
    String done() {
        return "has another rule";
    }

    @Override
    void complete(ObjectNode request) {
        request.remove("move");
        if (recurrence != null) {
            request.put("recurrencepattern", recurrence);
        }
        options.addTo(request, session.utc());
    }
}
