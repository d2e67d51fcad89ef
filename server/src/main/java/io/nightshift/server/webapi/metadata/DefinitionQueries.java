package io.nightshift.server.webapi.metadata;

import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.server.webapi.odata.JsonFilter;
import io.nightshift.server.webapi.odata.KeyText;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Segment;
import io.nightshift.server.webapi.odata.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers reads of {@code EntityDefinitions}, {@code RelationshipDefinitions} and {@code GlobalOptionSetDefinitions}. */
public final class DefinitionQueries {

    private static final Set<String> ROOTS =
            Set.of("EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions");

    private final Model model;
    private final String root;
    private final Map<String, String> options;

    /** Reads of this model, asked at this address with these options. */
    public DefinitionQueries(Model model, String root, Map<String, String> options) {
        this.model = model;
        this.root = root;
        this.options = options;
    }

    /** Whether an address that begins so is answered here. */
    public static boolean answers(Segment first) {
        return ROOTS.contains(first.name());
    }

    /** What the address leads to. */
    public ObjectNode answer(List<Segment> segments) {
        Segment first = segments.getFirst();
        List<Segment> rest = segments.subList(1, segments.size());
        return switch (first.name()) {
            case "EntityDefinitions" ->
                first.arguments() != null
                        ? entity(key(first), rest)
                        : collection(
                                first.name(),
                                model.metadata().entities().stream()
                                        .map(this::expanded)
                                        .toList(),
                                rest);
            case "RelationshipDefinitions" -> {
                List<ObjectNode> all = model.metadata().entities().stream()
                        .flatMap(entity -> Stream.concat(
                                entity.manyToOne().stream().map(each -> DefinitionJson.oneToMany(model, each)),
                                model.metadata().manyToMany().stream()
                                        .filter(pair -> pair.entity1().equals(entity.logicalName()))
                                        .map(DefinitionJson::manyToMany)))
                        .toList();
                yield first.arguments() == null
                        ? collection(first.name(), ofType(all, rest), List.of())
                        : one(all, key(first));
            }
            default -> collection(first.name(), List.of(), rest);
        };
    }

    private static Map<String, String> key(Segment segment) {
        return KeyText.read(Objects.requireNonNullElse(segment.arguments(), ""));
    }

    private ObjectNode entity(Map<String, String> key, List<Segment> rest) {
        ObjectNode found = one(
                model.metadata().entities().stream().map(DefinitionJson::entity).toList(), key);
        EntityMetadata entity = model.entity(found.path("LogicalName").asString());
        if (rest.isEmpty()) {
            return selected(expanded(entity), options.get("$select"));
        }
        Segment part = rest.getFirst();
        List<Segment> after = rest.subList(1, rest.size());
        boolean withOptions = expands("OptionSet");
        List<ObjectNode> documents = documents(entity, part.name(), withOptions || !after.isEmpty());
        if (part.arguments() == null) {
            return collection(part.name(), ofType(documents, after), List.of());
        }
        ObjectNode document = one(documents, key(part));
        List<Segment> beyond = after.stream()
                .filter(segment -> !segment.name().startsWith(EdmTypes.DYNAMICS))
                .toList();
        if (beyond.isEmpty()) {
            if (!withOptions) {
                document.remove("OptionSet");
            }
            return selected(document, options.get("$select"));
        }
        if (document.path(beyond.getFirst().name()) instanceof ObjectNode inner && beyond.size() == 1) {
            return selected(inner, options.get("$select"));
        }
        throw unknown(beyond.getFirst().name());
    }

    private List<ObjectNode> documents(EntityMetadata entity, String part, boolean withOptions) {
        return switch (part) {
            case "Attributes" ->
                entity.all().stream()
                        .map(attribute -> DefinitionJson.attribute(entity, attribute, withOptions))
                        .toList();
            case "Keys" -> entity.keys().stream().map(key -> key(entity, key)).toList();
            case "ManyToOneRelationships" ->
                entity.manyToOne().stream()
                        .map(each -> DefinitionJson.oneToMany(model, each))
                        .toList();
            case "OneToManyRelationships" ->
                model.metadata().referencing(entity.logicalName()).stream()
                        .map(each -> DefinitionJson.oneToMany(model, each))
                        .toList();
            case "ManyToManyRelationships" ->
                model.metadata().manyToMany().stream()
                        .filter(pair -> concerns(pair, entity))
                        .map(DefinitionJson::manyToMany)
                        .toList();
            default -> throw unknown(part);
        };
    }

    private static boolean concerns(ManyToManyRelationshipMetadata pair, EntityMetadata entity) {
        return pair.entity1().equals(entity.logicalName()) || pair.entity2().equals(entity.logicalName());
    }

    private static ObjectNode key(EntityMetadata entity, EntityKeyMetadata key) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(
                "MetadataId",
                DefinitionJson.id("key", entity.logicalName() + "." + key.logicalName())
                        .toString());
        node.put("LogicalName", key.logicalName());
        node.put("SchemaName", key.logicalName());
        node.put("EntityLogicalName", entity.logicalName());
        node.put("EntityKeyIndexStatus", "Active");
        ArrayNode attributes = node.putArray("KeyAttributes");
        key.attributes().forEach(attributes::add);
        return node;
    }

    /** The entity with what $expand names. */
    private ObjectNode expanded(EntityMetadata entity) {
        ObjectNode node = DefinitionJson.entity(entity);
        String expand = options.get("$expand");
        if (expand != null) {
            for (String part : expand.split(",(?![^(]*\\))", -1)) {
                int open = part.indexOf('(');
                String name = (open < 0 ? part : part.substring(0, open)).strip();
                String select = open < 0 ? null : part.replaceAll(".*\\$select=([^;)]*).*", "$1");
                ArrayNode array = node.putArray(name);
                documents(entity, name, false)
                        .forEach(each -> array.add(selected(each, Objects.equals(select, part) ? null : select)));
            }
        }
        return node;
    }

    private boolean expands(String name) {
        String expand = options.get("$expand");
        return expand != null
                && Arrays.stream(expand.split("[,(;)]", -1))
                        .anyMatch(part -> part.strip().equals(name));
    }

    /** Those of a derived type, which a segment as {@code Microsoft.Dynamics.CRM.PicklistAttributeMetadata} asks for. */
    private static List<ObjectNode> ofType(List<ObjectNode> documents, List<Segment> rest) {
        if (rest.isEmpty()) {
            return documents;
        }
        String type = "#" + rest.getFirst().name();
        if (rest.size() > 1 || !type.startsWith("#" + EdmTypes.DYNAMICS + ".")) {
            throw unknown(rest.getFirst().name());
        }
        return documents.stream()
                .filter(each -> each.path("@odata.type").asString("").equals(type))
                .toList();
    }

    /** The document that a key names: by its id or by properties. */
    private static ObjectNode one(List<ObjectNode> documents, Map<String, String> key) {
        return documents.stream()
                .filter(document -> key.entrySet().stream()
                        .allMatch(part -> document.path(part.getKey().isEmpty() ? "MetadataId" : part.getKey())
                                .asString("")
                                .equals(part.getValue())))
                .findFirst()
                .orElseThrow(() -> ODataCode.RESOURCE_NOT_FOUND.fault(
                        "There is no metadata with the key " + Shown.of(key.toString()) + "."));
    }

    private ObjectNode collection(String name, List<ObjectNode> documents, List<Segment> rest) {
        if (!rest.isEmpty()) {
            throw unknown(rest.getFirst().name());
        }
        JsonFilter filter = JsonFilter.of(options.get("$filter"), options);
        List<JsonNode> found = new ArrayList<>();
        for (ObjectNode document : documents) {
            if (filter.test(document)) {
                found.add(selected(document, options.get("$select")));
            }
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("@odata.context", root + "/$metadata#" + name);
        if ("true".equals(options.get("$count"))) {
            body.put("@odata.count", found.size());
        }
        body.putArray("value").addAll(found);
        return body;
    }

    private ObjectNode selected(ObjectNode document, @Nullable String select) {
        if (select == null || select.isBlank()) {
            return document;
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        List<String> names =
                Arrays.stream(select.split(",", -1)).map(String::strip).toList();
        document.properties().forEach(property -> {
            boolean always = property.getKey().startsWith("@")
                    || property.getKey().equals("MetadataId")
                    || expands(property.getKey());
            if (always || names.contains(property.getKey())) {
                node.set(property.getKey(), property.getValue());
            }
        });
        return node;
    }

    private static RuntimeException unknown(String name) {
        return ODataCode.RESOURCE_NOT_FOUND.fault("Resource not found for the segment '" + Shown.of(name) + "'.");
    }
}
