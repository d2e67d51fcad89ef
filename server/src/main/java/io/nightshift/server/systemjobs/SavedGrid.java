package io.nightshift.server.systemjobs;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Search;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a list of operations is kept in a record: its address for these pages, and FetchXML for everybody else. */
final class SavedGrid {

    static final String ENTITY = "asyncoperation";

    private static final Pattern ADDRESS = Pattern.compile("<grid name=\"systemjobs\" address=\"([^\"]*)\"");

    private SavedGrid() {}

    static String layout(GridQuery query) {
        return "<grid name=\"systemjobs\" address=\"" + escaped(query.kept().toString()) + "\" />";
    }

    /** The parameters that a layout keeps; empty for one that others have made. */
    static Optional<Parameters> read(@Nullable String layout) {
        Matcher found = ADDRESS.matcher(layout == null ? "" : layout);
        return found.lookingAt()
                ? Optional.of(Parameters.parse(found.group(1)
                        .replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&amp;", "&")))
                : Optional.empty();
    }

    /** The same as a query; empty when it asks for something that is no attribute of the record. */
    static Optional<String> fetchXml(GridQuery query, Visitor visitor) {
        List<String> conditions = new ArrayList<>();
        Search search = query.conditions(visitor.organization());
        for (Search.Condition condition : search.conditions()) {
            Optional<String> written = condition(condition);
            if (written.isEmpty()) {
                return Optional.empty();
            }
            conditions.add(written.get());
        }
        return Optional.of("<fetch><entity name=\"" + ENTITY + "\"><all-attributes />"
                + "<order attribute=\"createdon\" descending=\"true\" /><filter>" + String.join("", conditions)
                + "</filter></entity></fetch>");
    }

    private static Optional<String> condition(Search.Condition condition) {
        List<String> values = condition.values();
        String value = values.getFirst();
        return switch (condition.field()) {
            case STATUS ->
                Optional.of(
                        in("statuscode", values.stream().map(SavedGrid::status).toList()));
            case TYPE -> Optional.of(type(values));
            case NAME -> Optional.of(one("name", "like", "%" + value.replaceAll("([%_\\[])", "[$1]") + "%"));
            case MESSAGE -> Optional.of(one("messagename", "eq", value));
            case TOKEN -> Optional.of(one("dependencytoken", "eq", value));
            case PARENT -> Optional.of(one("parentasyncoperationid", "eq", value));
            case CORRELATION -> Optional.of(one("correlationid", "eq", value));
            case OWNER -> Optional.of(one("ownerid", "eq", value));
            case REGARDING -> Optional.of(one("regardingobjectid", "eq", value));
            case CREATED_FROM -> Optional.of(one("createdon", "ge", value));
            case CREATED_BEFORE -> Optional.of(one("createdon", "lt", value));
            case STARTED_FROM -> Optional.of(one("startedon", "ge", value));
            case STARTED_BEFORE -> Optional.of(one("startedon", "lt", value));
            case COMPLETED_FROM -> Optional.of(one("completedon", "ge", value));
            case COMPLETED_BEFORE -> Optional.of(one("completedon", "lt", value));
            case POSTPONED_FROM -> Optional.of(one("postponeuntil", "ge", value));
            case POSTPONED_BEFORE -> Optional.of(one("postponeuntil", "lt", value));
            case ERROR -> Optional.of(one("errorcode", "eq", code(value)));
            case CAUSE, SERIES, SEQUENCE_TO -> Optional.empty();
        };
    }

    /** As the attribute has it, which is a number. */
    private static String code(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("0x")
                ? Integer.toString(Integer.parseUnsignedInt(text.substring(2), 16))
                : text;
    }

    /** Most types are named by those that are left out. */
    private static String type(List<String> codes) {
        List<String> others = Arrays.stream(OperationType.values())
                .map(type -> Integer.toString(type.code()))
                .filter(code -> !codes.contains(code))
                .toList();
        return others.size() < codes.size() && !others.isEmpty()
                ? several("operationtype", "not-in", others)
                : in("operationtype", codes);
    }

    private static String status(String word) {
        return Arrays.stream(StatusCode.values())
                .filter(status ->
                        status.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                .map(status -> Integer.toString(status.code()))
                .findFirst()
                .orElse(word);
    }

    private static String one(String attribute, String operator, String value) {
        return "<condition attribute=\"" + attribute + "\" operator=\"" + operator + "\" value=\"" + escaped(value)
                + "\" />";
    }

    private static String in(String attribute, List<String> values) {
        return several(attribute, "in", values);
    }

    private static String several(String attribute, String operator, List<String> values) {
        StringBuilder text =
                new StringBuilder("<condition attribute=\"" + attribute + "\" operator=\"" + operator + "\">");
        values.forEach(value -> text.append("<value>").append(escaped(value)).append("</value>"));
        return text.append("</condition>").toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
