package io.nightshift.cli;

import io.nightshift.client.WebApi;
import io.nightshift.client.WebApiFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records of an organization, over the Web API. */
@Command(
        name = "records",
        mixinStandardHelpOptions = true,
        description = {
            "Finds, shows, creates, changes and deletes records, with the rights of the caller.",
            "",
            "  records query accounts --select name,revenue --filter \"revenue gt 1000\" --order name",
            "  records query accounts --fetch @top-accounts.xml",
            "  records get accounts ID --select name",
            "  records create accounts --set \"name=A. Datum\" --set revenue:=1500.50",
            "  records update accounts ID --set telephone1:=null",
            "  records delete accounts ID",
            "",
            "SET is the name of the entity's set. NAME=TEXT sets a text, NAME:=JSON a number, true, false",
            "or null; a lookup is set by primarycontactid@odata.bind=/contacts(ID)."
        })
final class RecordsVerb extends Session.Verb {

    private static final int CELL_WIDTH = 40;

    /** The address leads to nothing. */
    private static final int NO_SUCH_SET = 0x8006088A;

    @Parameters(index = "0", paramLabel = "query|get|create|update|delete", description = "What to do.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "SET", description = "The set of the entity, for example accounts.")
    private String set = "";

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "ID", description = "The ids of the records.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--select", paramLabel = "A,B", description = "The columns; without it all that have a value.")
    private @Nullable String select;

    @Option(names = "--filter", paramLabel = "FILTER", description = "What must hold, as OData says it.")
    private @Nullable String filter;

    @Option(names = "--order", paramLabel = "A,B desc", description = "The order.")
    private @Nullable String order;

    @Option(names = "--top", paramLabel = "N", description = "The first N records, 1 to 5000; default 50.")
    private @Nullable Integer top;

    @Option(names = "--all", description = "All records, page by page, instead of the first.")
    private boolean all;

    @Option(
            names = "--fetch",
            paramLabel = "FETCHXML",
            description = "A query in FetchXML, @FILE, or - for standard input.")
    private @Nullable String fetch;

    @Mixin
    private RecordValues values = new RecordValues();

    @Override
    public Integer call() {
        if (!set.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
            throw new CommandFailure(ExitCode.USAGE, "'" + set + "' is no name of a set, such as accounts.");
        }
        WebApi api = session.client().webApi();
        try {
            return switch (action) {
                case "query" -> query(api);
                case "get" -> get(api);
                case "create" -> create(api);
                case "update" -> update(api);
                case "delete" -> delete(api);
                default ->
                    throw new CommandFailure(
                            ExitCode.USAGE,
                            "'" + action
                                    + "' is none of the things records does: query, get, create, update or delete.");
            };
        } catch (WebApiFault fault) {
            throw fault.errorCode() == NO_SUCH_SET
                    ? new CommandFailure(
                            ExitCode.NOT_FOUND,
                            fault.hexCode(),
                            "The organization has no set '" + set
                                    + "'; sets have names in the plural, such as accounts.")
                    : fault;
        }
    }

    private int query(WebApi api) {
        if (!ids.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "A query takes no ids; records get shows one record.");
        }
        if (fetch != null && (select != null || filter != null || order != null || top != null || all)) {
            throw new CommandFailure(ExitCode.USAGE, "The FetchXML says all of the query; give it alone.");
        }
        if (all && top != null) {
            throw new CommandFailure(ExitCode.USAGE, "Give --top or --all, not both.");
        }
        JsonNode page = api.get(set + options());
        ArrayNode found = Service.JSON.createArrayNode();
        page.path("value").forEach(found::add);
        while (all && page.has("@odata.nextLink")) {
            page = api.get(page.path("@odata.nextLink").asString(""));
            page.path("value").forEach(found::add);
        }
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(Service.JSON.createObjectNode().set("value", found));
        } else if (found.isEmpty()) {
            printer.line("No record of " + set + " matches.");
        } else {
            table(printer, found);
            if (!all && top == null && fetch == null && found.size() == 50) {
                printer.line("The first 50; --top N or --all for more.");
            }
        }
        return ExitCode.WELL;
    }

    private String options() {
        Map<String, String> options = new LinkedHashMap<>();
        if (fetch != null) {
            options.put("fetchXml", RecordValues.text("--fetch", fetch));
        }
        put(options, "$select", select);
        put(options, "$filter", filter);
        put(options, "$orderby", order);
        if (fetch == null && !all) {
            options.put("$top", Integer.toString(top == null ? 50 : top));
        }
        StringBuilder text = new StringBuilder();
        options.forEach((name, value) ->
                text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(Service.encoded(value)));
        return text.toString();
    }

    private static void put(Map<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    /** The columns of the first record that are values. */
    private static void table(Printer printer, ArrayNode found) {
        List<String> columns = found.path(0).properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.indexOf('@') < 0)
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode record : found) {
            rows.add(columns.stream()
                    .map(name -> Printer.shortened(value(printer, record, name), CELL_WIDTH))
                    .toList());
        }
        printer.table(columns, rows);
    }

    /** What people read for a value: its text, where the server has one that is not a time or a number. */
    private static String value(Printer printer, JsonNode record, String name) {
        JsonNode value = record.path(name);
        JsonNode shown = record.path(name + "@OData.Community.Display.V1.FormattedValue");
        boolean better = shown.isString() && (name.startsWith("_") || value.isIntegralNumber() || value.isBoolean());
        if (better) {
            return Printer.text(shown);
        }
        boolean time = value.isString() && value.asString().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        return time ? printer.time(value) : value.isString() ? Printer.text(value) : plain(value);
    }

    private static String plain(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : Printer.clean(value.toString());
    }

    private int get(WebApi api) {
        JsonNode record =
                api.get(set + "(" + id() + ")" + (select == null ? "" : "?$select=" + Service.encoded(select)));
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(record);
            return ExitCode.WELL;
        }
        record.properties().forEach(property -> {
            if (property.getKey().indexOf('@') < 0) {
                printer.wideField(property.getKey(), value(printer, record, property.getKey()));
            }
        });
        return ExitCode.WELL;
    }

    private int create(WebApi api) {
        if (!ids.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "A record gets its id when it is created.");
        }
        return said(api.create(set, values.body()).toString(), "created");
    }

    /** If-Match, because a change of a record that does not exist would create it. */
    private int update(WebApi api) {
        String id = id();
        api.send("PATCH", set + "(" + id + ")", values.body(), Map.of("If-Match", "*"));
        return said(id, "changed");
    }

    private int said(String id, String what) {
        if (session.json()) {
            session.printer().json(Service.JSON.createObjectNode().put(what, id));
        } else {
            session.printer().line(what.equals("created") ? id : id + "  " + what);
        }
        return ExitCode.WELL;
    }

    private int delete(WebApi api) {
        if (ids.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Say which records to delete: their ids.");
        }
        ObjectNode answer = Service.JSON.createObjectNode();
        ArrayNode deleted = answer.putArray("deleted");
        for (String id : ids) {
            api.send("DELETE", set + "(" + checked(id) + ")", null, Map.of());
            deleted.add(id);
            if (!session.json()) {
                session.printer().line(id + "  deleted");
            }
        }
        if (session.json()) {
            session.printer().json(answer);
        }
        return ExitCode.WELL;
    }

    private String id() {
        if (ids.size() != 1) {
            throw new CommandFailure(ExitCode.USAGE, "records " + action + " takes the id of one record.");
        }
        return checked(ids.getFirst());
    }

    private static String checked(String id) {
        if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new CommandFailure(
                    ExitCode.USAGE, "'" + id + "' is no id, such as 6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11.");
        }
        return id;
    }
}
