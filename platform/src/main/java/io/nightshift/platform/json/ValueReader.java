package io.nightshift.platform.json;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.OrganizationRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what {@link ValueJson} wrote. Thread-safe. */
public final class ValueReader {

    private ValueReader() {}

    /**
     * Named values.
     *
     * @throws IllegalArgumentException when one is of no form that is known; it says which
     */
    public static Map<String, @Nullable Object> map(@Nullable JsonNode node) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(property -> values.put(property.getKey(), value(property.getValue())));
        }
        return values;
    }

    /**
     * A value.
     *
     * @throws IllegalArgumentException when it is of no form that is known
     */
    public static @Nullable Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isString()) {
            return node.asString();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isInt()) {
            return node.asInt();
        }
        if (node instanceof ArrayNode array) {
            List<@Nullable Object> list = new ArrayList<>();
            array.forEach(element -> list.add(value(element)));
            return list;
        }
        if (node instanceof ObjectNode object) {
            try {
                return typed(object);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("It is no date or time.", e);
            }
        }
        throw new IllegalArgumentException("A number that is no whole number of 32 bits has to say its type.");
    }

    private static Object typed(ObjectNode object) {
        String type = object.path(ValueJson.TYPE).asString("");
        JsonNode value = object.path(ValueJson.VALUE);
        return switch (type) {
            case "Long" -> value.asLong();
            case "Double" -> value.asDouble();
            case "Decimal" -> value.decimalValue();
            case "Guid" -> UUID.fromString(value.asString());
            case "DateTime" -> Instant.parse(value.asString());
            case "Date" -> LocalDate.parse(value.asString());
            case "LocalDateTime" -> LocalDateTime.parse(value.asString());
            case "Money" -> new Money(value.decimalValue());
            case "OptionSetValue" -> new OptionSetValue(value.asInt());
            case "OptionSetValueCollection" ->
                new OptionSetValueCollection(value.valueStream()
                        .map(number -> new OptionSetValue(number.asInt()))
                        .toList());
            case "EntityReference" ->
                new EntityReference(
                        object.path("LogicalName").asString(),
                        UUID.fromString(object.path("Id").asString()),
                        object.has("Name") ? object.path("Name").asString() : null);
            case "Entity" -> entity(object);
            case "EntityCollection" ->
                new EntityCollection(
                        object.path("EntityName").asString(),
                        object.path("Entities")
                                .valueStream()
                                .map(ValueReader::entity)
                                .toList());
            case "OrganizationRequest" -> request(object);
            case "ExecuteMultipleSettings" ->
                new ExecuteMultipleSettings(
                        object.path("ContinueOnError").asBoolean(),
                        object.path("ReturnResponses").asBoolean());
            default -> throw new IllegalArgumentException("There is no type of value '" + type + "'.");
        };
    }

    private static OrganizationRequest request(ObjectNode object) {
        OrganizationRequest request =
                new OrganizationRequest(object.path("RequestName").asString());
        map(object.get("Parameters")).forEach(request::set);
        return request;
    }

    /** A record. */
    public static Entity entity(JsonNode object) {
        Entity entity = new Entity(object.path("LogicalName").asString());
        if (object.has("Id")) {
            entity.id(UUID.fromString(object.path("Id").asString()));
        }
        if (object.has("RowVersion")) {
            entity.rowVersion(object.path("RowVersion").asString());
        }
        map(object.get("Attributes")).forEach(entity::set);
        map(object.get("KeyAttributes")).forEach(entity::key);
        object.path("FormattedValues")
                .properties()
                .forEach(text ->
                        entity.formattedValue(text.getKey(), text.getValue().asString()));
        return entity;
    }
}
