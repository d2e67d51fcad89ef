package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.server.webapi.metadata.GivenMetadata;
import io.nightshift.server.webapi.metadata.OperationSignature;
import io.nightshift.server.webapi.metadata.OperationSignature.ParameterType;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the parameters of functions, actions and messages from JSON. */
final class OperationParameters {

    private static final int DEEPEST = 4;
    private static final String TYPE = "@odata.type";
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Scope scope;
    private final @Nullable EntityMetadata boundTo;

    /** @param boundTo the entity of records that do not say theirs; null when they must */
    OperationParameters(Scope scope, @Nullable EntityMetadata boundTo) {
        this.scope = scope;
        this.boundTo = boundTo;
    }

    /** The request of the message with what the JSON says. */
    OrganizationRequest request(OperationSignature signature, ObjectNode given) {
        return request(signature, given, 0);
    }

    private OrganizationRequest request(OperationSignature signature, ObjectNode given, int depth) {
        OrganizationRequest request = new OrganizationRequest(signature.message());
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            String name = each.getKey();
            ParameterType type = type(signature, name, depth);
            if (name.contains("@") || name.equals("RequestName")) {
                continue;
            }
            if (type == null) {
                throw ODataCode.INVALID_INPUT.fault(
                        signature.message() + " has no parameter '" + Shown.of(name) + "'; it has "
                                + String.join(", ", signature.parameters().keySet()) + ".");
            }
            if (!each.getValue().isNull()) {
                request.set(signature.inMessage(name), value(name, type, each.getValue(), depth));
            }
        }
        return request;
    }

    /** Within another request nothing but a parameter says which record it is about. */
    private static @Nullable ParameterType type(OperationSignature signature, String name, int depth) {
        return depth > 0 && name.equals(signature.boundParameter())
                ? ParameterType.ID
                : signature.parameters().get(name);
    }

    private Object value(String name, ParameterType type, JsonNode node, int depth) {
        try {
            return switch (type) {
                case TEXT -> text(name.equals("Label") ? label(node) : node);
                case WHOLE -> Integer.valueOf(node.asString(""));
                case WHOLES ->
                    elements(node).stream()
                            .map(each -> Integer.valueOf(each.asString("")))
                            .toList();
                case LONG -> Long.valueOf(node.asString(""));
                case OBJECT -> object(name, node);
                case BINARY -> Base64.getDecoder().decode(text(node));
                case PAGING -> paging(object(name, node));
                case BOOLEAN -> yesOrNo(node);
                case TIME -> time(node);
                case TIMES ->
                    elements(node).stream().map(OperationParameters::time).toList();
                case ID -> PropertyValues.id(text(node));
                case IDS -> ids(node);
                case OPTION -> new OptionSetValue(Integer.parseInt(node.asString("")));
                case RECORD -> record(name, node);
                case RECORDS -> records(name, node);
                case REFERENCE -> reference(name, node);
                case REFERENCEID -> reference(name, node).id();
                case REFERENCES ->
                    elements(node).stream().map(each -> reference(name, each)).toList();
                case RELATIONSHIP -> new Relationship(text(node.isObject() ? node.path("SchemaName") : node));
                case QUERIES ->
                    elements(node).stream()
                            .map(each -> QueryBody.read(object(name, each)))
                            .toList();
                case REQUEST -> inner(object(name, node), depth + 1);
                case REQUESTS ->
                    elements(node).stream()
                            .map(each -> inner(object(name, each), depth + 1))
                            .toList();
                case SETTINGS ->
                    new ExecuteMultipleSettings(
                            yesOrNo(node.path("ContinueOnError")), yesOrNo(node.path("ReturnResponses")));
                case SWITCHES -> switches(object(name, node));
                case TEXTS ->
                    elements(node).stream().map(OperationParameters::text).toList();
                case ITEMS, ITEM, COUNTS, AUDITDETAIL, AUDITDETAILS ->
                    throw new IllegalArgumentException("answered only");
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new OrganizationServiceFault(
                    ODataCode.INVALID_INPUT.code(),
                    "The parameter " + name + " has a value that is no "
                            + type.name().toLowerCase(Locale.ROOT) + ".",
                    e);
        }
    }

    private static PagingInfo paging(ObjectNode node) {
        JsonNode cookie = node.path("PagingCookie");
        return new PagingInfo(
                node.path("PageNumber").asInt(1),
                node.path("Count").asInt(0),
                yesOrNo(node.path("ReturnTotalRecordCount")),
                cookie.isString() && !cookie.asString().isEmpty() ? cookie.asString() : null);
    }

    private OrganizationRequest inner(ObjectNode node, int depth) {
        if (depth > DEEPEST) {
            throw ODataCode.INVALID_INPUT.fault("Requests lie at most " + DEEPEST + " deep in each other.");
        }
        String name = node.path("RequestName").asString("");
        OperationSignature signature = OperationSignature.ofMessage(name)
                .orElseThrow(() -> ODataCode.INVALID_INPUT.fault("A request within a request has a \"RequestName\"; '"
                        + Shown.of(name) + "' is none that can" + " be sent so."));
        return request(signature, node, depth);
    }

    /** Labels come plain, or by languages. */
    private static JsonNode label(JsonNode node) {
        String label = GivenMetadata.label(node);
        return label == null ? node : JsonNodeFactory.instance.stringNode(label);
    }

    private static String text(JsonNode node) {
        if (!node.isString() && !node.isNumber()) {
            throw new IllegalArgumentException("no text");
        }
        return node.asString();
    }

    private static Instant time(JsonNode node) {
        return OffsetDateTime.parse(text(node)).toInstant();
    }

    private static boolean yesOrNo(JsonNode node) {
        if (node.isMissingNode()) {
            return false;
        }
        return switch (node.asString("")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Map<String, Boolean> switches(ObjectNode node) {
        Map<String, Boolean> switches = new LinkedHashMap<>();
        node.properties().forEach(each -> switches.put(each.getKey(), yesOrNo(each.getValue())));
        return switches;
    }

    private static List<JsonNode> elements(JsonNode node) {
        if (!node.isArray()) {
            throw new IllegalArgumentException("no list");
        }
        return List.copyOf(node.values());
    }

    private static ObjectNode object(String name, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw ODataCode.INVALID_INPUT.fault("The parameter " + name + " is a JSON object.");
    }

    /** Ids as text, or the users that Dynamics puts into activity parties and records. */
    private static List<UUID> ids(JsonNode node) {
        List<UUID> ids = new ArrayList<>();
        for (JsonNode each : elements(node)) {
            JsonNode id = each.isObject()
                    ? each.values().stream()
                            .filter(value ->
                                    value.isString() && value.asString().length() == 36)
                            .findFirst()
                            .orElse(each)
                    : each;
            ids.add(PropertyValues.id(text(id)));
        }
        return ids;
    }

    private EntityMetadata entity(String name, ObjectNode node) {
        String type = node.path(TYPE).asString("");
        type = type.startsWith("#") ? type.substring(1) : type;
        if (type.isEmpty() && boundTo != null) {
            return boundTo;
        }
        String logicalName = type.startsWith(NAMESPACE) ? type.substring(NAMESPACE.length()) : type;
        return scope.model()
                .metadata()
                .find(logicalName)
                .orElseThrow(() -> ODataCode.INVALID_INPUT.fault("The parameter " + name + " says by \"" + TYPE
                        + "\": \"" + NAMESPACE + "account\" of which entity it is."));
    }

    private Entity record(String name, JsonNode node) {
        ObjectNode body = object(name, node);
        EntityMetadata entity = entity(name, body);
        return new RecordBody(scope, entity).into(new Entity(entity.logicalName()), body);
    }

    private EntityCollection records(String name, JsonNode node) {
        List<Entity> records =
                elements(node).stream().map(each -> record(name, each)).toList();
        String entity = boundTo != null
                ? boundTo.logicalName()
                : records.isEmpty() ? "" : records.getFirst().logicalName();
        return new EntityCollection(entity, records);
    }

    private EntityReference reference(String name, JsonNode node) {
        if (node.isString()) {
            return scope.reference(node.asString());
        }
        ObjectNode body = object(name, node);
        if (body.has("@odata.id")) {
            return scope.reference(body.path("@odata.id").asString(""));
        }
        EntityMetadata entity = entity(name, body);
        return new EntityReference(
                entity.logicalName(),
                PropertyValues.id(body.path(entity.primaryIdAttribute()).asString("")));
    }
}
