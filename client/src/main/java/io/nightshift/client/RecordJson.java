package io.nightshift.client;

import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.query.ColumnSet;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Records as JSON and back, and their addresses. Thread-safe. */
final class RecordJson {

    private static final String FORMATTED = "@OData.Community.Display.V1.FormattedValue";
    private static final String LOGICAL_NAME = "@Microsoft.Dynamics.CRM.lookuplogicalname";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Definitions definitions;

    RecordJson(Definitions definitions) {
        this.definitions = definitions;
    }

    Definitions definitions() {
        return definitions;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The address of a record, from the root of the Web API. */
    String address(String entityName, UUID id) {
        return definitions.set(entityName) + "(" + id + ")";
    }

    /** The address of the record that an entity names by its id or by an alternate key. */
    String address(Entity entity) {
        UUID id = entity.id();
        if (id != null) {
            return address(entity.logicalName(), id);
        }
        if (entity.keyAttributes().isEmpty()) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The " + entity.logicalName() + " names no record: give it an id or the values of a key.");
        }
        StringJoiner key = new StringJoiner(",", definitions.set(entity.logicalName()) + "(", ")");
        entity.keyAttributes().forEach((name, value) -> key.add(name + "=" + encoded(literal(name, value))));
        return key.toString();
    }

    /** The option that asks for these columns of a record. */
    String select(String entityName, ColumnSet columns) {
        if (columns.allColumns()) {
            return "";
        }
        String id = definitions.entity(entityName).primaryId();
        List<String> names = columns.columns().isEmpty() ? List.of(id) : columns.columns();
        return "?$select="
                + names.stream()
                        .map(name ->
                                encoded(definitions.having(entityName, name).property(name)))
                        .collect(Collectors.joining(","));
    }

    private static String literal(String name, @Nullable Object value) {
        return switch (value) {
            case null ->
                throw FaultCode.INVALID_ARGUMENT.fault("The value of " + name + " is missing in the record's key.");
            case String text -> "'" + text.replace("'", "''") + "'";
            case EntityReference reference -> reference.id().toString();
            default -> json(value).asString();
        };
    }

    /** The attributes that an entity carries, as the body of a request. */
    ObjectNode write(Entity entity) {
        ObjectNode node = NODES.objectNode();
        entity.attributes().forEach((name, value) -> {
            EntityDefinition definition = definitions.having(entity.logicalName(), name);
            if (value instanceof EntityReference reference) {
                node.put(
                        definition.navigation(name, reference.logicalName()) + "@odata.bind",
                        "/" + address(reference.logicalName(), reference.id()));
            } else if (value == null && definition.kind(name) == AttributeKind.REFERENCE) {
                node.putNull(definition.navigation(name, null));
            } else {
                node.set(name, json(value));
            }
        });
        return node;
    }

    /** The same with its entity and its id, as it stands among the parameters of a message. */
    ObjectNode parameter(Entity entity) {
        ObjectNode node = NODES.objectNode().put("@odata.type", "Microsoft.Dynamics.CRM." + entity.logicalName());
        if (entity.id() != null) {
            node.put(
                    definitions.entity(entity.logicalName()).primaryId(),
                    entity.id().toString());
        } else if (!entity.keyAttributes().isEmpty()) {
            throw FaultCode.NOT_SUPPORTED.fault("The " + entity.logicalName()
                    + " names its record by a key; within another request it is named by its id.");
        }
        return node.setAll(write(entity));
    }

    /** A value that is no reference. */
    static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean yes -> NODES.booleanNode(yes);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case Money money -> NODES.numberNode(money.value());
            case OptionSetValue option -> NODES.numberNode(option.value());
            case OptionSetValueCollection options ->
                NODES.stringNode(options.values().stream()
                        .map(option -> Integer.toString(option.value()))
                        .collect(Collectors.joining(",")));
            case LocalDateTime time ->
                NODES.stringNode(time.toInstant(ZoneOffset.UTC).toString());
            case byte[] bytes -> NODES.stringNode(Base64.getEncoder().encodeToString(bytes));
            default -> NODES.stringNode(value.toString());
        };
    }

    /** A record of this entity. Values that are empty are left out, as they are when a record is read anywhere. */
    Entity read(String entityName, JsonNode node) {
        return read(entityName, node, FetchShape.plain(entityName));
    }

    /** The same with what a query has beside the attributes of its entity. */
    Entity read(String entityName, JsonNode node, FetchShape shape) {
        Entity entity = new Entity(entityName);
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            JsonNode value = property.getValue();
            if (name.indexOf('@') >= 0 || value.isNull() || value.isContainer()) {
                continue;
            }
            FetchShape.Output output = shape.output(name);
            if (output != null) {
                entity.set(name, aliased(output, value, node.path(name + LOGICAL_NAME)));
                format(entity, name, node.path(name + FORMATTED));
                continue;
            }
            boolean lookup = name.startsWith("_") && name.endsWith("_value");
            String attribute = lookup ? name.substring(1, name.length() - "_value".length()) : name;
            JsonNode text = node.path(name + FORMATTED);
            EntityDefinition definition = definitions.having(entityName, attribute);
            if (attribute.equals(definition.primaryId())) {
                entity.id(UUID.fromString(value.asString("")));
            }
            entity.set(
                    attribute,
                    lookup
                            ? reference(definition, attribute, value, node.path(name + LOGICAL_NAME), text)
                            : definition.kind(attribute).read(value));
            format(entity, attribute, text);
        }
        String etag = node.path("@odata.etag").asString("");
        return etag.isEmpty() ? entity : entity.rowVersion(etag.replaceAll("^W/|\"", ""));
    }

    private static void format(Entity entity, String attribute, JsonNode text) {
        if (text.isString()) {
            entity.formattedValue(attribute, text.asString());
        }
    }

    private static EntityReference reference(
            EntityDefinition definition, String attribute, JsonNode id, JsonNode logicalName, JsonNode name) {
        EntityDefinition.Attribute lookup = definition.attributes().get(attribute);
        String fallback = lookup == null || lookup.targets().isEmpty()
                ? ""
                : lookup.targets().getFirst();
        return new EntityReference(
                logicalName.asString(fallback),
                UUID.fromString(id.asString("")),
                name.isString() ? name.asString() : null);
    }

    private AliasedValue aliased(FetchShape.Output output, JsonNode value, JsonNode logicalName) {
        AttributeKind kind = definitions.exists(output.entity())
                ? definitions.having(output.entity(), output.attribute()).kind(output.attribute())
                : AttributeKind.UNKNOWN;
        Object read = logicalName.isString()
                ? new EntityReference(logicalName.asString(), UUID.fromString(value.asString("")))
                : output.read(kind, value);
        return new AliasedValue(output.entity(), output.attribute(), read);
    }
}
