package io.nightshift.cli;

import java.util.ArrayList;
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
        description =
                "Gives series another rule, or leaves out single dates; what is not named stays as it is. The next date"
                        + " follows from it.")
final class EditRecurrenceVerb extends MoveVerb {

    @Option(names = "--recurrence", paramLabel = "RULE", description = "For example \"FREQ=DAILY;INTERVAL=3;\".")
    private @Nullable String recurrence;

    @Option(
            names = "--skip",
            paramLabel = "TIME",
            split = ",",
            description = "Dates to come on which it is not to run, as preview shows them; as often as needed.")
    private List<String> skip = new ArrayList<>();

    @Option(
            names = "--restore",
            paramLabel = "TIME",
            split = ",",
            description = "Skipped dates on which it is to run after all.")
    private List<String> restore = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RecurrenceOptions options;

    @Override
    String move() {
        return "";
    }

    @Override
    String done() {
        return changesRule() ? "has another rule" : "has other dates";
    }

    @Override
    public Integer call() {
        if (!changesRule() && skip.isEmpty() && restore.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Say what is to change: --recurrence, --recurrence-start, --time-zone, --overlap, --missed,"
                            + " --skip or --restore.");
        }
        return super.call();
    }

    private boolean changesRule() {
        return recurrence != null || !options.parameters(session.utc()).isEmpty();
    }

    @Override
    void complete(ObjectNode request) {
        Service.put(request, "RecurrencePattern", recurrence);
        options.parameters(session.utc()).forEach(request::put);
        times(request, "Skip", "--skip", skip);
        times(request, "Restore", "--restore", restore);
    }

    private void times(ObjectNode request, String parameter, String option, List<String> times) {
        if (!times.isEmpty()) {
            var array = request.putArray(parameter);
            times.forEach(
                    time -> array.add(Times.time(option, time, session.utc()).toString()));
        }
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
