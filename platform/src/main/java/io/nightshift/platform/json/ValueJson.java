package io.nightshift.platform.json;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.OrganizationRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the values of records and requests. Text, yes or no, and whole numbers of 32 bits are plain JSON; everything else
 * says its type: {@code {"__type": "Money", "Value": 12.50}}. {@link ValueReader} reads it back. Thread-safe.
 */
public final class ValueJson {

    static final String TYPE = "__type";
    static final String VALUE = "Value";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ValueJson() {}

    /** The text of a document. */
    public static String text(JsonNode document) {
        return MAPPER.writeValueAsString(document);
    }

    /**
     * A document from its text; numbers keep every digit.
     *
     * @throws tools.jackson.core.JacksonException when it is no JSON
     */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** An empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** Named values; those that have no form here are left out. */
    public static ObjectNode write(Map<String, ? extends @Nullable Object> values) {
        ObjectNode object = NODES.objectNode();
        values.forEach((name, value) -> {
            JsonNode written = write(value);
            if (written != null) {
                object.set(name, written);
            }
        });
        return object;
    }

    /** A value, or null when it has no form here. */
    public static @Nullable JsonNode write(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.stringNode(text);
            case Boolean yes -> NODES.booleanNode(yes);
            case Integer number -> NODES.numberNode(number);
            case Long number -> typed("Long").put(VALUE, number);
            case Double number -> typed("Double").put(VALUE, number);
            case BigDecimal number -> typed("Decimal").put(VALUE, number);
            case UUID id -> typed("Guid").put(VALUE, id.toString());
            case Instant time -> typed("DateTime").put(VALUE, time.toString());
            case LocalDate day -> typed("Date").put(VALUE, day.toString());
            case LocalDateTime time -> typed("LocalDateTime").put(VALUE, time.toString());
            case Money money -> typed("Money").put(VALUE, money.value());
            case OptionSetValue option -> typed("OptionSetValue").put(VALUE, option.value());
            case OptionSetValueCollection options -> {
                ObjectNode object = typed("OptionSetValueCollection");
                ArrayNode numbers = object.putArray(VALUE);
                options.values().forEach(option -> numbers.add(option.value()));
                yield object;
            }
            case EntityReference reference -> reference(reference);
            case Entity entity -> entity(entity);
            case EntityCollection entities -> {
                ObjectNode object = typed("EntityCollection").put("EntityName", entities.entityName());
                ArrayNode array = object.putArray("Entities");
                entities.entities().forEach(entity -> array.add(entity(entity)));
                yield object;
            }
            case OrganizationRequest request -> request(request);
            case ExecuteMultipleSettings settings ->
                typed("ExecuteMultipleSettings")
                        .put("ContinueOnError", settings.continueOnError())
                        .put("ReturnResponses", settings.returnResponses());
            case List<?> list -> list(list);
            default -> null;
        };
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put(TYPE, type);
    }

    private static @Nullable JsonNode list(List<?> list) {
        ArrayNode array = NODES.arrayNode();
        for (Object element : list) {
            JsonNode written = write(element);
            if (written == null) {
                return null;
            }
            array.add(written);
        }
        return array;
    }

    /** A request within a request; it has a form when all its parameters have. */
    private static @Nullable ObjectNode request(OrganizationRequest request) {
        ObjectNode parameters = write(request.parameters());
        if (parameters.size() < request.parameters().size()) {
            return null;
        }
        ObjectNode object = typed("OrganizationRequest").put("RequestName", request.requestName());
        object.set("Parameters", parameters);
        return object;
    }

    private static ObjectNode reference(EntityReference reference) {
        ObjectNode object = typed("EntityReference")
                .put("LogicalName", reference.logicalName())
                .put("Id", reference.id().toString());
        if (reference.name() != null) {
            object.put("Name", reference.name());
        }
        return object;
    }

    /** A record. */
    public static ObjectNode entity(Entity entity) {
        ObjectNode object = typed("Entity").put("LogicalName", entity.logicalName());
        if (entity.id() != null) {
            object.put("Id", entity.id().toString());
        }
        if (entity.rowVersion() != null) {
            object.put("RowVersion", entity.rowVersion());
        }
        object.set("Attributes", write(entity.attributes()));
        if (!entity.keyAttributes().isEmpty()) {
            object.set("KeyAttributes", write(entity.keyAttributes()));
        }
        if (!entity.formattedValues().isEmpty()) {
            object.set("FormattedValues", write(entity.formattedValues()));
        }
        return object;
    }
}
