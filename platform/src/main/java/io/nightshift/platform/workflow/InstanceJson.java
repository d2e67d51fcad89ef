package io.nightshift.platform.workflow;

import io.nightshift.platform.workflow.Instance.Frame;
import io.nightshift.platform.workflow.document.Step.Block;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An instance as the text of a checkpoint. Values that JSON does not have are an object with one property, whose name begins
 * with {@code $} and tells the type.
 */
final class InstanceJson {

    /** Beyond this the variables of an instance are too many: its checkpoint is written with each step. */
    static final int MOST_CHARACTERS = 1_000_000;

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private InstanceJson() {}

    static String write(Instance instance) {
        ObjectNode object = MAPPER.createObjectNode();
        ArrayNode frames = object.putArray("at");
        for (Frame frame : instance.frames) {
            frames.addArray().add(frame.block()).add(frame.index()).add(frame.round());
        }
        object.put("steps", instance.steps);
        object.put("waits", instance.waits);
        if (instance.waiting) {
            object.put("waiting", true);
            ObjectNode due = object.putObject("due");
            instance.dueTimes.forEach((branch, time) -> due.put(Integer.toString(branch), time.toString()));
        }
        if (instance.stopped != null) {
            object.put(instance.stopped.succeeded() ? "succeeded" : "canceled", instance.stopped.message());
        }
        ObjectNode variables = object.putObject("variables");
        instance.variables.forEach((name, each) -> variables.set(name, value(each)));
        return MAPPER.writeValueAsString(object);
    }

    static Instance read(String text, Block root) {
        JsonNode object = MAPPER.readTree(text);
        List<Frame> frames = new ArrayList<>();
        for (JsonNode frame : object.path("at")) {
            frames.add(new Frame(
                    frame.path(0).asInt(), frame.path(1).asInt(), frame.path(2).asInt()));
        }
        Map<String, @Nullable Object> variables = new HashMap<>();
        object.path("variables").properties().forEach(each -> variables.put(each.getKey(), value(each.getValue())));
        Instance instance = new Instance(root, frames, variables);
        instance.steps = object.path("steps").asInt();
        instance.waits = object.path("waits").asInt();
        instance.waiting = object.path("waiting").asBoolean(false);
        for (String end : List.of("succeeded", "canceled")) {
            if (object.has(end)) {
                instance.stopped = new Instance.Stopped(
                        end.equals("succeeded"), object.path(end).asString());
            }
        }
        object.path("due")
                .properties()
                .forEach(each -> instance.dueTimes.put(
                        Integer.valueOf(each.getKey()),
                        Instant.parse(each.getValue().asString())));
        return instance;
    }

    static JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.stringNode(text);
            case Boolean yes -> NODES.booleanNode(yes);
            case Integer number -> NODES.numberNode(BigDecimal.valueOf(number));
            case Long number -> NODES.numberNode(BigDecimal.valueOf(number));
            case BigDecimal number -> NODES.numberNode(number);
            case Double number -> tagged("$double", number.toString());
            case Instant time -> tagged("$time", time.toString());
            case LocalDate day -> tagged("$day", day.toString());
            case LocalDateTime time -> tagged("$walltime", time.toString());
            case UUID id -> tagged("$id", id.toString());
            case Money money -> tagged("$money", money.value().toPlainString());
            case OptionSetValue option -> tagged("$option", Integer.toString(option.value()));
            case EntityReference reference -> {
                ObjectNode object = tagged("$record", reference.logicalName() + "/" + reference.id());
                if (reference.name() != null) {
                    object.put("name", reference.name());
                }
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(each -> array.add(value(each)));
                yield array;
            }
            case OptionSetValueCollection options ->
                tagged(
                        "$options",
                        options.values().stream()
                                .map(option -> Integer.toString(option.value()))
                                .collect(Collectors.joining(",")));
            case Map<?, ?> map -> {
                ObjectNode object = NODES.objectNode();
                map.forEach((name, each) -> object.set(String.valueOf(name), value(each)));
                // Names of its own that look like a tag must not be taken for one.
                yield map.keySet().stream()
                                .anyMatch(name -> String.valueOf(name).startsWith("$"))
                        ? NODES.objectNode().set("$map", object)
                        : object;
            }
            default -> NODES.stringNode(value.toString());
        };
    }

    private static ObjectNode tagged(String tag, String text) {
        return NODES.objectNode().put(tag, text);
    }

    static @Nullable Object value(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (node.isString()) {
            return node.asString();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(each -> list.add(value(each)));
            return list;
        }
        if (node.path("$map").isObject()) {
            return map(node.path("$map"));
        }
        for (Map.Entry<String, JsonNode> only : node.properties()) {
            if (only.getKey().startsWith("$")) {
                return untagged(only.getKey(), only.getValue().asString(), node);
            }
            break;
        }
        return map(node);
    }

    private static Map<String, @Nullable Object> map(JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(each -> map.put(each.getKey(), value(each.getValue())));
        return map;
    }

    private static Object untagged(String tag, String text, JsonNode node) {
        return switch (tag) {
            case "$double" -> Double.valueOf(text);
            case "$time" -> Instant.parse(text);
            case "$day" -> LocalDate.parse(text);
            case "$walltime" -> LocalDateTime.parse(text);
            case "$id" -> UUID.fromString(text);
            case "$money" -> new Money(new BigDecimal(text));
            case "$options" ->
                new OptionSetValueCollection(Arrays.stream(text.split(",", -1))
                        .filter(each -> !each.isEmpty())
                        .map(each -> new OptionSetValue(Integer.parseInt(each)))
                        .toList());
            case "$option" -> new OptionSetValue(Integer.parseInt(text));
            case "$record" -> {
                int slash = text.indexOf('/');
                yield new EntityReference(
                        text.substring(0, slash),
                        UUID.fromString(text.substring(slash + 1)),
                        node.has("name") ? node.get("name").asString() : null);
            }
            default -> text;
        };
    }
}
