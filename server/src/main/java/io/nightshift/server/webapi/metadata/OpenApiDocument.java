package io.nightshift.server.webapi.metadata;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.server.webapi.metadata.OperationSignature.Kind;
import io.nightshift.server.webapi.metadata.OperationSignature.ParameterType;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.Navigation;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the OpenAPI 3.1 description of the Web API from the same model as {@code $metadata}. */
public final class OpenApiDocument {

    private static final String SCHEMA = "#/components/schemas/";
    private static final List<String> OPTIONS =
            List.of("$select", "$filter", "$orderby", "$top", "$expand", "$count", "$apply", "fetchXml");

    private final Model model;
    private final ObjectNode paths = object();

    private OpenApiDocument(Model model) {
        this.model = model;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The description of a model at an address as {@code http://host/api/data/v9.2}. */
    public static ObjectNode of(Model model, String root) {
        return new OpenApiDocument(model).write(root);
    }

    private ObjectNode write(String root) {
        ObjectNode document = object().put("openapi", "3.1.0");
        document.putObject("info").put("title", "Nightshift Web API").put("version", "9.2");
        document.putArray("servers").addObject().put("url", root);
        document.putArray("security").addObject().putArray("bearer");
        document.set("paths", paths);
        ObjectNode components = document.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer");
        ObjectNode schemas = components.putObject("schemas");
        error(schemas.putObject("Error"));
        path("/$metadata", "get", "The model in the XML of OData")
                .putArray("tags")
                .add("metadata");
        path("/EntityDefinitions", "get", "Definitions of entities")
                .putArray("tags")
                .add("metadata");
        path("/RelationshipDefinitions", "get", "Definitions of relationships")
                .putArray("tags")
                .add("metadata");
        path("/EntityDefinitions", "post", "Creates an entity with its primary attribute");
        path("/RelationshipDefinitions", "post", "Creates a relationship, of one with many with its lookup");
        path("/$batch", "post", "Many requests in one, multipart/mixed");
        for (Map.Entry<String, EntityMetadata> set : model.sets().entrySet()) {
            schema(schemas.putObject(set.getValue().logicalName()), set.getValue());
            records(set.getKey(), set.getValue());
        }
        OperationSignature.all().values().stream()
                .filter(operation -> operation.kind() != Kind.MESSAGE)
                .forEach(this::operation);
        return document;
    }

    private static void error(ObjectNode schema) {
        ObjectNode error = schema.put("type", "object")
                .putObject("properties")
                .putObject("error")
                .put("type", "object");
        ObjectNode properties = error.putObject("properties");
        properties.putObject("code").put("type", "string");
        properties.putObject("message").put("type", "string");
    }

    private ObjectNode path(String path, String method, String summary) {
        ObjectNode operation = paths.withObject("/" + path.replace("~", "~0").replace("/", "~1"))
                .putObject(method)
                .put("summary", summary);
        ObjectNode responses = operation.putObject("responses");
        responses.putObject("default").put("description", "What went wrong");
        json(responses.withObject("/default"), "Error");
        responses.putObject("2XX").put("description", "Done");
        return operation;
    }

    private static void json(ObjectNode holder, String schema) {
        holder.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", SCHEMA + schema);
    }

    private void records(String set, EntityMetadata entity) {
        String one = entity.names().displayName();
        String name = entity.logicalName();
        ObjectNode list = path("/" + set, "get", entity.names().displayCollectionName());
        ArrayNode options = list.putArray("parameters");
        OPTIONS.forEach(option -> query(options, option));
        json(body(path("/" + set, "post", "Creates: " + one)), name);
        String record = "/" + set + "({id})";
        ObjectNode read = path(record, "get", one);
        query(id(read), "$select");
        query((ArrayNode) read.get("parameters"), "$expand");
        json(read.withObject("/responses/2XX"), name);
        ObjectNode change = path(record, "patch", "Changes, or creates: " + one);
        id(change);
        json(body(change), name);
        id(path(record, "delete", "Deletes: " + one));
    }

    private static ObjectNode body(ObjectNode operation) {
        return operation.putObject("requestBody").put("required", true);
    }

    private static ArrayNode id(ObjectNode operation) {
        ArrayNode parameters = operation.putArray("parameters");
        ObjectNode id =
                parameters.addObject().put("name", "id").put("in", "path").put("required", true);
        id.putObject("schema").put("type", "string").put("format", "uuid");
        return parameters;
    }

    private static void query(ArrayNode parameters, String name) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", "query")
                .putObject("schema")
                .put("type", "string");
    }

    private void operation(OperationSignature operation) {
        boolean function = operation.kind() == Kind.FUNCTION;
        String name = operation.name().contains(".") || operation.boundTo() == null
                ? operation.name()
                : EdmTypes.DYNAMICS + "." + operation.name();
        String bound = operation.boundTo();
        String prefix = switch (bound) {
            case null -> "/";
            case OperationSignature.RECORDS -> "/{set}/";
            default -> "/" + model.entity(bound).names().entitySetName() + "({id})/";
        };
        ObjectNode described = path(prefix + name, function ? "get" : "post", operation.message());
        ArrayNode parameters = described.putArray("parameters");
        for (String part : List.of("id", "set")) {
            if (prefix.contains("{" + part + "}")) {
                parameters
                        .addObject()
                        .put("name", part)
                        .put("in", "path")
                        .put("required", true)
                        .putObject("schema")
                        .put("type", "string");
            }
        }
        if (function) {
            operation.parameters().keySet().forEach(parameter -> query(parameters, "@" + parameter));
        } else if (!operation.parameters().isEmpty()) {
            ObjectNode properties = body(described)
                    .putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("type", "object")
                    .putObject("properties");
            operation.parameters().forEach((parameter, type) -> type(properties.putObject(parameter), type));
        }
    }

    private static void type(ObjectNode schema, ParameterType type) {
        String edm = EdmTypes.of(type);
        if (edm.startsWith("Collection(")) {
            schema.put("type", "array").putObject("items");
        } else if (edm.startsWith("Edm.")) {
            edm(schema, edm);
        } else {
            schema.put("type", "object");
        }
    }

    private static void edm(ObjectNode schema, String edm) {
        switch (edm) {
            case "Edm.Int32" -> schema.put("type", "integer").put("format", "int32");
            case "Edm.Int64" -> schema.put("type", "integer").put("format", "int64");
            case "Edm.Decimal", "Edm.Double" -> schema.put("type", "number");
            case "Edm.Boolean" -> schema.put("type", "boolean");
            case "Edm.Binary" -> schema.put("type", "string").put("contentEncoding", "base64");
            case "Edm.Guid" -> schema.put("type", "string").put("format", "uuid");
            case "Edm.Date" -> schema.put("type", "string").put("format", "date");
            case "Edm.DateTimeOffset" -> schema.put("type", "string").put("format", "date-time");
            default -> schema.put("type", "string");
        }
    }

    private void schema(ObjectNode schema, EntityMetadata entity) {
        ObjectNode properties = schema.put("type", "object").putObject("properties");
        for (AttributeMetadata attribute : entity.all()) {
            ObjectNode property = properties.putObject(Model.property(attribute));
            edm(property, EdmTypes.of(attribute.type()));
            property.put("title", attribute.displayName());
            if (attribute.type() instanceof AttributeType.StringType text) {
                property.put("maxLength", text.maxLength());
            }
            List<OptionMetadata> options = attribute.type().options().options();
            if (!options.isEmpty() && property.path("type").asString().equals("integer")) {
                ArrayNode values = property.putArray("enum");
                options.forEach(option -> values.add(option.value()));
            }
            boolean written =
                    attribute.access().forCreate() || attribute.access().forUpdate();
            if (!written || attribute.type().isReference()) {
                property.put("readOnly", true);
            }
        }
        for (Navigation navigation : model.navigations(entity).values()) {
            if (navigation.single()) {
                properties
                        .putObject(navigation.name() + "@odata.bind")
                        .put("type", "string")
                        .put("writeOnly", true);
            }
        }
    }
}
