package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows one operation. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one operation with its data, result, attempts and log.")
final class ShowVerb extends Session.FolderVerb {

    @Parameters(paramLabel = "ID", description = "The id of the operation.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() {
        Service service = session.service();
        ObjectNode operation = whole(service, OperationIds.whole(service, id));
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(operation);
        } else {
            form(printer, operation);
            body(printer, "Data", operation.path("data"));
            body(printer, "Result", operation.path("result"));
            attempts(printer, operation.path("attempts"));
            log(printer, operation.path("log"));
        }
        return ExitCode.WELL;
    }

    /** An operation with what it works on and what it came to. */
    static ObjectNode find(Service service, String id) {
        ObjectNode details = service.askOf(id, "Details");
        ObjectNode operation = details.withObject("/operation").deepCopy();
        details.properties().stream()
                .filter(each -> !each.getKey().equals("operation"))
                .forEach(each -> operation.set(each.getKey(), each.getValue()));
        return operation;
    }

    /** The same with its attempts and its log. */
    static ObjectNode whole(Service service, String id) {
        ObjectNode operation = find(service, id);
        operation.set("attempts", service.askOf(id, "Attempts").path("value"));
        operation.set("log", service.askOf(id, "Log").path("value"));
        return operation;
    }

    static void form(Printer printer, JsonNode operation) {
        printer.field("Id", operation.path("asyncoperationid").asString(""));
        printer.field("Name", Printer.text(operation.path("name")));
        printer.field("Type", operation.path("type").asString("") + " (" + operation.path("operationtype") + ")");
        printer.field("Message name", Printer.text(operation.path("messagename")));
        printer.field("Organization", Printer.text(operation.path("organization")));
        printer.field("State", Printer.standing(operation));
        printer.field("Progress", progress(operation));
        printer.field("Error", error(operation));
        printer.field("Until", printer.time(operation.path("postponeuntil")));
        printer.field("Token", Printer.text(operation.path("dependencytoken")));
        printer.field("Limit", limit(operation));
        printer.field("Waits for", Printer.text(operation.path("eventkey")));
        printer.field("Attempt", attempt(operation));
        printer.field("Host", Printer.text(operation.path("hostid")));
        printer.field("Created", printer.time(operation.path("createdon")));
        printer.field("Started", printer.time(operation.path("startedon")));
        printer.field("Completed", printer.time(operation.path("completedon")));
        printer.field("Parent", operation.path("parentid").asString(""));
        printer.field("Correlation", operation.path("correlationid").asString(""));
        printer.field("Owner", operation.path("ownerid").asString(""));
        String regarding = operation.path("regardingobjectid").asString("");
        printer.field(
                "Regarding",
                regarding.isEmpty() ? "" : Printer.text(operation.path("regardingobjecttype")) + " " + regarding);
    }

    private static String limit(JsonNode operation) {
        String key = Printer.text(operation.path("limitkey"));
        return key.isEmpty() ? "" : key + ", " + operation.path("limitwidth").asInt(0) + " at a time";
    }

    private static String progress(JsonNode operation) {
        JsonNode percent = operation.path("progress");
        return percent.isNumber() ? percent.asInt() + "% " + Printer.text(operation.path("progresstext")) : "";
    }

    private static String error(JsonNode operation) {
        String code = operation.path("errorcode").asString("");
        String message = Printer.text(operation.path("message"));
        return code.isEmpty() ? message : code + " " + message;
    }

    private static String attempt(JsonNode operation) {
        int retries = operation.path("retrycount").asInt(0);
        return operation.path("attempt").asInt(0) + (retries == 0 ? "" : " (retry " + retries + ")");
    }

    private static void body(Printer printer, String title, JsonNode body) {
        String text = body.asString("");
        if (!text.isEmpty()) {
            printer.line("");
            printer.line(title);
            Printer.cleanLines(text).lines().forEach(line -> printer.line("  " + line));
        }
    }

    private static void attempts(Printer printer, JsonNode attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode attempt : attempts) {
            rows.add(List.of(
                    attempt.path("attempt").toString(),
                    attempt.path("move").asString(""),
                    printer.time(attempt.path("startedon")),
                    printer.time(attempt.path("endedon")),
                    Printer.text(attempt.path("hostid")),
                    error(attempt)));
        }
        printer.line("");
        printer.line("Attempts before this one");
        printer.table(List.of("NO", "CAME TO", "STARTED", "ENDED", "HOST", "ERROR"), rows);
    }

    private static void log(Printer printer, JsonNode log) {
        if (log.isEmpty()) {
            return;
        }
        printer.line("");
        printer.line("Log");
        for (JsonNode line : log) {
            printer.line("  " + logLine(printer, line));
        }
    }

    static String logLine(Printer printer, JsonNode line) {
        String author = Printer.text(line.path("author"));
        return printer.time(line.path("at")) + "  " + (author.isEmpty() ? "" : author + ": ")
                + Printer.text(line.path("message"));
    }
}
