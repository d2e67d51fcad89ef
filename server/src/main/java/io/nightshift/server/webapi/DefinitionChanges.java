package io.nightshift.server.webapi;

import io.nightshift.platform.customization.MetadataId;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.sdk.metadata.OneToManyRelationshipMetadata;
import io.nightshift.server.webapi.metadata.DefinitionQueries;
import io.nightshift.server.webapi.metadata.GivenMetadata;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Segment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates, changes and removes entities, attributes, keys and relationships at {@code EntityDefinitions} and
 * {@code RelationshipDefinitions}, by the messages for it: who may is their rule. Each is a transaction of its own and cannot
 * be part of a change set.
 */
final class DefinitionChanges {

    private static final String ENTITIES = "EntityDefinitions";
    private static final String ONE = "(key)";
    private static final String RELATIONSHIPS = "RelationshipDefinitions";

    private final Scope scope;
    private final ApiRequest request;

    DefinitionChanges(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
    }

    ApiAnswer answer(List<Segment> segments) {
        Segment first = segments.getFirst();
        // A segment with a type only says what is known of the attribute anyway.
        List<Segment> path = segments.stream()
                .filter(segment -> !segment.name().startsWith("Microsoft.Dynamics.CRM."))
                .toList();
        Segment last = path.getLast();
        String kind = path.size() == 1 ? first.name() : path.size() == 2 ? last.name() : "";
        String method = request.method().equals("PATCH") ? "PUT" : request.method();
        List<Segment> of = path.subList(0, 1);
        return switch (method + " " + kind + (last.arguments() == null ? "" : ONE)) {
            case "POST " + ENTITIES -> createEntity();
            case "PUT " + ENTITIES + ONE ->
                done(new OrganizationRequest("UpdateEntity").set("Entity", GivenMetadata.entity(named(path), body())));
            case "DELETE " + ENTITIES + ONE ->
                done(new OrganizationRequest("DeleteEntity").set("LogicalName", named(path)));
            case "POST Attributes" -> createAttribute(named(of));
            case "PUT Attributes" + ONE ->
                done(new OrganizationRequest("UpdateAttribute")
                        .set("EntityName", named(of))
                        .set("Attribute", GivenMetadata.attribute(named(path), body())));
            case "DELETE Attributes" + ONE ->
                done(new OrganizationRequest("DeleteAttribute")
                        .set("EntityLogicalName", named(of))
                        .set("LogicalName", named(path)));
            case "POST Keys" -> createKey(named(of));
            case "DELETE Keys" + ONE ->
                done(new OrganizationRequest("DeleteEntityKey")
                        .set("EntityLogicalName", named(of))
                        .set("Name", named(path)));
            case "POST " + RELATIONSHIPS -> createRelationship();
            case "DELETE " + RELATIONSHIPS + ONE ->
                done(new OrganizationRequest("DeleteRelationship")
                        .set("Name", found(path).path("SchemaName").asString()));
            default -> throw RefusedException.method(request.method(), "these definitions");
        };
    }

    /** The definition that an address leads to. */
    private ObjectNode found(List<Segment> path) {
        return new DefinitionQueries(scope.model(), scope.root(), Map.of()).answer(path);
    }

    private String named(List<Segment> path) {
        return found(path).path("LogicalName").asString();
    }

    private ObjectNode body() {
        return RecordBody.object(request.body());
    }

    private void execute(OrganizationRequest message) {
        scope.service().execute(message);
    }

    private ApiAnswer done(OrganizationRequest message) {
        execute(message);
        return ApiAnswer.noContent();
    }

    private ApiAnswer made(String address, UUID id) {
        String made = scope.root() + "/" + address + "(" + id + ")";
        return ApiAnswer.noContent().with("OData-EntityId", made).with("Location", made);
    }

    private ApiAnswer createEntity() {
        ObjectNode body = body();
        String name = GivenMetadata.logicalName(body);
        JsonNode attributes = body.path("Attributes");
        List<JsonNode> primary = attributes.values().stream()
                .filter(attribute -> attribute.path("IsPrimaryName").asBoolean(false))
                .toList();
        if (primary.size() != 1 || attributes.size() != 1) {
            throw ODataCode.INVALID_INPUT.fault(
                    "A new entity has one of its \"Attributes\", with \"IsPrimaryName\": true; add the"
                            + " others when it is there.");
        }
        execute(new OrganizationRequest("CreateEntity")
                .set("Entity", GivenMetadata.entity(name, body))
                .set("PrimaryAttribute", attribute(primary.getFirst())));
        return made(ENTITIES, MetadataId.ofEntity(name));
    }

    private static AttributeMetadata attribute(JsonNode node) {
        return GivenMetadata.attribute(GivenMetadata.logicalName(node), node);
    }

    private ApiAnswer createAttribute(String entity) {
        AttributeMetadata attribute = attribute(body());
        execute(new OrganizationRequest("CreateAttribute")
                .set("EntityName", entity)
                .set("Attribute", attribute));
        return made(
                ENTITIES + "(" + MetadataId.ofEntity(entity) + ")/Attributes",
                MetadataId.ofAttribute(entity, attribute.logicalName()));
    }

    private ApiAnswer createKey(String entity) {
        var key = GivenMetadata.key(body());
        execute(new OrganizationRequest("CreateEntityKey")
                .set("EntityName", entity)
                .set("EntityKey", key));
        return made(
                ENTITIES + "(" + MetadataId.ofEntity(entity) + ")/Keys", MetadataId.ofKey(entity, key.logicalName()));
    }

    private ApiAnswer createRelationship() {
        ObjectNode body = body();
        String schemaName = body.path("SchemaName").asString("");
        if (schemaName.isEmpty()) {
            throw ODataCode.INVALID_INPUT.fault("A relationship has a \"SchemaName\", as \"new_ship_account\".");
        }
        if (body.has("IntersectEntityName") || body.has("Entity1LogicalName")) {
            String pairs = body.path("IntersectEntityName").asString(schemaName.toLowerCase(Locale.ROOT));
            execute(new OrganizationRequest("CreateManyToMany")
                    .set("IntersectEntitySchemaName", pairs)
                    .set(
                            "ManyToManyRelationship",
                            new ManyToManyRelationshipMetadata(
                                    schemaName,
                                    pairs,
                                    body.path("Entity1LogicalName").asString(""),
                                    body.path("Entity2LogicalName").asString(""))));
        } else {
            ObjectNode lookup = lookup(body);
            AttributeMetadata attribute = attribute(lookup);
            execute(new OrganizationRequest("CreateOneToMany")
                    .set("Lookup", attribute)
                    .set(
                            "OneToManyRelationship",
                            new OneToManyRelationshipMetadata(
                                    schemaName,
                                    body.path("ReferencedEntity").asString(""),
                                    body.path("ReferencingEntity").asString(""),
                                    body.path("ReferencingAttribute").asString(attribute.logicalName()),
                                    GivenMetadata.cascade(body))));
        }
        return made(RELATIONSHIPS, MetadataId.ofRelationship(schemaName));
    }

    private static ObjectNode lookup(ObjectNode body) {
        if (body.path("Lookup") instanceof ObjectNode lookup) {
            return lookup.has("@odata.type") || lookup.has("AttributeType")
                    ? lookup
                    : lookup.deepCopy().put("AttributeType", "Lookup");
        }
        throw ODataCode.INVALID_INPUT.fault(
                "A relationship of one with many has a \"Lookup\"; one of many with many an \"Entity1LogicalName\".");
    }
}
