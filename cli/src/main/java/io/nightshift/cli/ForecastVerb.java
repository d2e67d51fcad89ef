package io.nightshift.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says how long what is ready will take. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        description = "Says for each kind of operation how many are ready, how fast they go and how long they take.")
final class ForecastVerb extends Session.FolderVerb {

    @Override
    public Integer call() {
        ObjectNode answer = session.service().ask("Forecast");
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
            return ExitCode.WELL;
        }
        int cap = answer.path("cap").asInt(Integer.MAX_VALUE);
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode bucket : answer.path("value")) {
            rows.add(row(bucket, cap));
        }
        if (rows.isEmpty()) {
            printer.line("Nothing is ready, and nothing has ended in the last minutes.");
        } else {
            printer.table(List.of("KIND", "CLASS", "READY", "OLDEST", "PER MINUTE", "DONE IN"), rows);
        }
        return ExitCode.WELL;
    }

    private static List<String> row(JsonNode bucket, int cap) {
        String message = Printer.text(bucket.path("messagename"));
        int ready = bucket.path("ready").asInt(0);
        JsonNode oldest = bucket.path("oldestseconds");
        JsonNode drain = bucket.path("secondstodrain");
        return List.of(
                message.isEmpty() ? bucket.path("type").asString("") : message,
                bucket.path("priorityclass").asString(""),
                String.format(Locale.ROOT, "%,d", ready) + (ready >= cap ? "+" : ""),
                oldest.isNumber() ? words(oldest.asLong()) : "",
                String.format(Locale.ROOT, "%,.1f", bucket.path("perminute").asDouble(0)),
                ready == 0
                        ? ""
                        : drain.isNumber()
                                ? (ready >= cap ? "more than " : "") + words(drain.asLong())
                                : "none ended of late");
    }

    private static String words(long seconds) {
        Duration length = Duration.ofSeconds(seconds);
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return length.toMinutes() + " min";
        }
        return seconds < 172_800 ? length.toHours() + " h" : length.toDays() + " days";
    }
}
