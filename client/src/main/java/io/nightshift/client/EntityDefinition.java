package io.nightshift.client;

import io.nightshift.sdk.FaultCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entity as the Web API names it. Immutable.
 *
 * @param set the name of its set, for example {@code accounts}
 */
record EntityDefinition(
        String logicalName, String set, String primaryId, Map<String, Attribute> attributes, List<Relation> relations) {

    EntityDefinition {
        attributes = Map.copyOf(attributes);
        relations = List.copyOf(relations);
    }

    /**
     * An attribute.
     *
     * @param targets of a reference the entities that it may lead to
     * @param owner whether it is the owner, whose property has one name for users and teams
     */
    record Attribute(AttributeKind kind, List<String> targets, boolean owner) {}

    /**
     * A relationship that this entity takes part in.
     *
     * @param attribute the lookup that makes it; null for many to many
     * @param one the entity that is referred to; of many to many the first
     * @param many the entity that refers; of many to many the second
     * @param lookupProperty the property by which the many are asked for the one; null for many to many
     */
    record Relation(
            String schemaName,
            @Nullable String attribute,
            String one,
            String many,
            @Nullable String lookupProperty) {

        boolean manyToMany() {
            return attribute == null;
        }
    }

    static EntityDefinition of(JsonNode node) {
        Map<String, Attribute> attributes = new HashMap<>();
        for (JsonNode attribute : node.path("Attributes")) {
            boolean owner = attribute
                    .path("AttributeTypeName")
                    .path("Value")
                    .asString("")
                    .equals("OwnerType");
            List<String> targets = attribute.path("Targets").values().stream()
                    .map(target -> target.asString(""))
                    .toList();
            attributes.put(
                    attribute.path("LogicalName").asString(""),
                    new Attribute(AttributeKind.of(attribute), targets, owner));
        }
        Map<String, Relation> relations = new HashMap<>();
        for (String part : List.of("ManyToOneRelationships", "OneToManyRelationships")) {
            for (JsonNode each : node.path(part)) {
                Relation relation = new Relation(
                        each.path("SchemaName").asString(""),
                        each.path("ReferencingAttribute").asString(""),
                        each.path("ReferencedEntity").asString(""),
                        each.path("ReferencingEntity").asString(""),
                        each.path("ReferencingEntityNavigationPropertyName").asString(""));
                relations.put(relation.schemaName(), relation);
            }
        }
        for (JsonNode each : node.path("ManyToManyRelationships")) {
            Relation relation = new Relation(
                    each.path("SchemaName").asString(""),
                    null,
                    each.path("Entity1LogicalName").asString(""),
                    each.path("Entity2LogicalName").asString(""),
                    null);
            relations.put(relation.schemaName(), relation);
        }
        return new EntityDefinition(
                node.path("LogicalName").asString(""),
                node.path("EntitySetName").asString(""),
                node.path("PrimaryIdAttribute").asString(""),
                attributes,
                List.copyOf(relations.values()));
    }

    AttributeKind kind(String attribute) {
        Attribute known = attributes.get(attribute);
        return known == null ? AttributeKind.UNKNOWN : known.kind();
    }

    /** The property of an attribute: a lookup is read as {@code _x_value}. */
    String property(String attribute) {
        return kind(attribute) == AttributeKind.REFERENCE ? "_" + attribute + "_value" : attribute;
    }

    /**
     * The property by which a lookup is written or emptied.
     *
     * @param target the entity that it is to lead to; null for any that it may lead to
     */
    String navigation(String attribute, @Nullable String target) {
        Attribute lookup = attributes.get(attribute);
        String to = target != null || lookup == null || lookup.targets().isEmpty()
                ? target
                : lookup.targets().getFirst();
        if (lookup == null || to == null || lookup.owner()) {
            return attribute;
        }
        return relations.stream()
                .filter(relation -> relation.many().equals(logicalName)
                        && relation.one().equals(to)
                        && attribute.equals(relation.attribute())
                        && relation.lookupProperty() != null)
                .map(relation -> String.valueOf(relation.lookupProperty()))
                .findFirst()
                .orElse(lookup.targets().size() > 1 ? attribute + "_" + to : attribute);
    }

    /** @throws io.nightshift.sdk.OrganizationServiceFault 0x8004700F when it has no part in such a relationship */
    Relation relation(String schemaName) {
        return relations.stream()
                .filter(relation -> relation.schemaName().equals(schemaName))
                .findFirst()
                .orElseThrow(() -> FaultCode.INVALID_RELATIONSHIP_TYPE.fault("There is no relationship " + schemaName
                        + " of " + logicalName + "; its relationships have the names that they have in the metadata."));
    }
}
