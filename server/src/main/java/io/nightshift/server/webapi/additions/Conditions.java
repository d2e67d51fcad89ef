package io.nightshift.server.webapi.additions;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.StateCode;
import io.nightshift.queue.Search;
import io.nightshift.queue.SearchField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conditions of the engine's own search as a JSON object: the words of {@link SearchField}, and {@code state} for the
 * statuses of a state, each with one value or a list of which one must hold. All of them must hold.
 */
final class Conditions {

    private static final String STATE = "state";

    private Conditions() {}

    static Search read(ObjectNode json, Search all) {
        List<String> known = new ArrayList<>(List.of(STATE));
        Arrays.stream(SearchField.values())
                .filter(field -> field != SearchField.SEQUENCE_TO)
                .forEach(field -> known.add(field.word()));
        new Body(json).checkNames(known);
        Search search = all.states(values(json, STATE).stream()
                .map(name -> Words.of(STATE, name, StateCode.values()))
                .collect(Collectors.toSet()));
        for (SearchField field : SearchField.values()) {
            List<String> values = values(json, field.word());
            search = search.where(
                    field,
                    field.isTime()
                            ? values.stream()
                                    .map(value -> Body.time(field.word(), value).toString())
                                    .toList()
                            : values);
        }
        return search;
    }

    private static List<String> values(ObjectNode json, String word) {
        JsonNode node = json.path(word);
        if (node.isArray()) {
            return node.values().stream().map(each -> value(word, each)).toList();
        }
        return node.isMissingNode() || node.isNull() ? List.of() : List.of(value(word, node));
    }

    private static String value(String word, JsonNode node) {
        if (node.isString() || node.isIntegralNumber() || node.isBoolean()) {
            return node.asString();
        }
        throw ErrorCode.INVALID_ARGUMENT.fault(
                "'" + word + "' takes a text, a number, true or false, or a list of them.");
    }
}
