package io.nightshift.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the next dates of a series, or of a rule before it is enqueued. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = "Shows the next dates of a series, or of a rule that is not enqueued yet.")
final class PreviewVerb extends Session.FolderVerb {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The id of a series; without it, give --recurrence.")
    private @Nullable String id;

    @Option(names = "--recurrence", paramLabel = "RULE", description = "For example \"FREQ=DAILY;INTERVAL=3;\".")
    private @Nullable String recurrence;

    @Option(names = "--most", paramLabel = "N", description = "How many dates, 1 to 1000; default 10.")
    private @Nullable Integer most;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RecurrenceOptions options;

    @Override
    public Integer call() {
        Map<String, String> rule = options.parameters(session.utc());
        if ((id == null) == (recurrence == null) || (id != null && !rule.isEmpty())) {
            throw new CommandFailure(
                    ExitCode.USAGE, "preview takes the id of a series, or a --recurrence with what belongs to it.");
        }
        ObjectNode answer = id == null ? ofRule(rule) : ofSeries(id);
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        if (id != null) {
            printer.line(Printer.text(answer.path("name")) + " is " + Printer.standing(answer) + ". Its next dates"
                    + (answer.path("cause").asString("").equals("Paused") ? ", were it resumed:" : ":"));
        }
        JsonNode dates = answer.path("dates");
        dates.forEach(date -> printer.line(printer.time(date)));
        if (dates.isEmpty()) {
            printer.line("The rule has no date from now on.");
        }
        JsonNode skipped = answer.path("skipped");
        if (!skipped.isEmpty()) {
            printer.line("Skipped:");
            skipped.forEach(date -> printer.line(printer.time(date)));
        }
        return ExitCode.WELL;
    }

    private ObjectNode ofSeries(String typed) {
        Service service = session.service();
        String whole = OperationIds.whole(service, typed);
        ObjectNode dates = service.askOf(whole, "NextDates", parameters());
        ObjectNode series = ShowVerb.find(service, whole);
        series.remove(List.of("data", "result"));
        series.set("dates", dates.path("value"));
        series.set("skipped", dates.path("skipped"));
        return series;
    }

    private ObjectNode ofRule(Map<String, String> rule) {
        Map<String, @Nullable Object> parameters = parameters();
        parameters.put("RecurrencePattern", recurrence);
        rule.forEach((name, value) ->
                parameters.put(name, name.equals("RecurrenceStartTime") ? Instant.parse(value) : value));
        ObjectNode answer = session.service().ask("PreviewRecurrence", parameters);
        answer.set("dates", answer.remove("value"));
        return answer;
    }

    private Map<String, @Nullable Object> parameters() {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("Most", most);
        return parameters;
    }
}
