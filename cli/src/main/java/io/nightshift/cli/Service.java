package io.nightshift.cli;

import io.nightshift.client.NightshiftClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the verbs ask a server: the functions and actions that it has beside those of Dynamics. Their answers have all names
 * in small letters here, as attributes have them, so that what {@code --json} prints is of one kind.
 */
record Service(NightshiftClient client) {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final String NAMESPACE = "Nightshift.";
    /** What a reason is made of has names of its own. */
    private static final String FACTS = "Facts";

    /** Calls a function of the service. */
    ObjectNode ask(String function, Map<String, ? extends @Nullable Object> parameters) {
        return answer(client.webApi().function(NAMESPACE + function, parameters));
    }

    ObjectNode ask(String function) {
        return ask(function, Map.of());
    }

    /** Calls a function of one operation. */
    ObjectNode askOf(String id, String function, Map<String, ? extends @Nullable Object> parameters) {
        return answer(client.webApi().function(of(id, function), parameters));
    }

    ObjectNode askOf(String id, String function) {
        return askOf(id, function, Map.of());
    }

    /** Calls an action of the service. */
    ObjectNode act(String action, ObjectNode parameters) {
        return answer(client.webApi().action(NAMESPACE + action, parameters));
    }

    /** Calls an action of one operation. */
    ObjectNode actOn(String id, String action, ObjectNode parameters) {
        return answer(client.webApi().action(of(id, action), parameters));
    }

    private static String of(String id, String name) {
        return "asyncoperations(" + id + ")/" + NAMESPACE + name;
    }

    private static ObjectNode answer(JsonNode answer) {
        return small(answer) instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    private static JsonNode small(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode small = JSON.createObjectNode();
                object.properties().stream()
                        .filter(each -> each.getKey().indexOf('@') < 0)
                        .forEach(each -> small.set(
                                each.getKey().toLowerCase(Locale.ROOT),
                                each.getKey().equals(FACTS) ? each.getValue() : small(each.getValue())));
                yield small;
            }
            case ArrayNode array -> {
                ArrayNode small = JSON.createArrayNode();
                array.forEach(each -> small.add(small(each)));
                yield small;
            }
            default -> node;
        };
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A value of a request; nothing when there is none. */
    static void put(ObjectNode request, String name, @Nullable String value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
