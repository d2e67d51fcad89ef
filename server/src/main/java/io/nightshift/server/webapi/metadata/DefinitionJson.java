package io.nightshift.server.webapi.metadata;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.metadata.RequiredLevel;
import io.nightshift.server.webapi.odata.Model;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Metadata as the documents of {@code EntityDefinitions}. */
final class DefinitionJson {

    private static final int ENGLISH = 1033;
    private static final String TYPE = "@odata.type";

    private DefinitionJson() {}

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An id that comes from the name, so that it is the same on every node. */
    static UUID id(String kind, String name) {
        return UUID.nameUUIDFromBytes(("nightshift:metadata:" + kind + ":" + name).getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode label(String text) {
        ObjectNode label = object();
        ObjectNode english =
                object().put("Label", text).put("LanguageCode", ENGLISH).put("IsManaged", true);
        label.putArray("LocalizedLabels").add(english);
        label.set("UserLocalizedLabel", english);
        return label;
    }

    private static String schemaName(String logicalName) {
        return Character.toUpperCase(logicalName.charAt(0)) + logicalName.substring(1);
    }

    static ObjectNode entity(EntityMetadata entity) {
        ObjectNode node = object();
        node.put("MetadataId", id("entity", entity.logicalName()).toString());
        node.put("LogicalName", entity.logicalName());
        node.put("SchemaName", entity.custom() ? entity.logicalName() : schemaName(entity.logicalName()));
        node.put("EntitySetName", entity.names().entitySetName());
        node.put("CollectionSchemaName", schemaName(entity.names().entitySetName()));
        node.put("LogicalCollectionName", entity.names().entitySetName());
        node.put("ObjectTypeCode", entity.names().objectTypeCode());
        node.put("PrimaryIdAttribute", entity.primaryIdAttribute());
        node.put("PrimaryNameAttribute", entity.primaryNameAttribute());
        node.put("OwnershipType", ownership(entity.ownership()));
        node.put("IsCustomEntity", entity.custom());
        node.put("IsActivity", entity.primaryIdAttribute().equals("activityid"));
        node.put("IsIntersect", false);
        node.set("DisplayName", label(entity.names().displayName()));
        node.set("DisplayCollectionName", label(entity.names().displayCollectionName()));
        return node;
    }

    private static String ownership(OwnershipType type) {
        return switch (type) {
            case USER -> "UserOwned";
            case BUSINESS_UNIT -> "BusinessOwned";
            case ORGANIZATION -> "OrganizationOwned";
            case NONE -> "None";
        };
    }

    /** @param withOptions whether the options are part of it, which a client asks for by $expand */
    static ObjectNode attribute(EntityMetadata entity, AttributeMetadata attribute, boolean withOptions) {
        String kind = kind(attribute.type());
        ObjectNode node = object();
        node.put(TYPE, "#" + EdmTypes.DYNAMICS + "." + className(kind) + "AttributeMetadata");
        node.put(
                "MetadataId",
                id("attribute", entity.logicalName() + "." + attribute.logicalName())
                        .toString());
        node.put("LogicalName", attribute.logicalName());
        node.put("SchemaName", attribute.custom() ? attribute.logicalName() : schemaName(attribute.logicalName()));
        node.put("EntityLogicalName", entity.logicalName());
        node.put("AttributeType", kind.equals("MultiSelectPicklist") || kind.equals("File") ? "Virtual" : kind);
        node.putObject("AttributeTypeName").put("Value", kind + "Type");
        node.put("IsPrimaryId", attribute.logicalName().equals(entity.primaryIdAttribute()));
        node.put("IsPrimaryName", attribute.logicalName().equals(entity.primaryNameAttribute()));
        node.put("IsValidForCreate", attribute.access().forCreate());
        node.put("IsValidForRead", true);
        node.put("IsValidForUpdate", attribute.access().forUpdate());
        node.put("IsCustomAttribute", attribute.custom());
        node.set("DisplayName", label(attribute.displayName()));
        node.putObject("RequiredLevel").put("Value", required(attribute.required()));
        limits(node, attribute.type());
        if (withOptions && !attribute.type().options().options().isEmpty()) {
            node.set("OptionSet", options(entity, attribute));
        }
        return node;
    }

    private static void limits(ObjectNode node, AttributeType type) {
        switch (type) {
            case AttributeType.StringType text ->
                node.put("MaxLength", text.maxLength()).put("Format", "Text");
            case AttributeType.MemoType text ->
                node.put("MaxLength", text.maxLength()).put("Format", "TextArea");
            case AttributeType.IntegerType number ->
                node.put("MinValue", number.minValue()).put("MaxValue", number.maxValue());
            case AttributeType.DecimalType number ->
                node.put("MinValue", number.minValue())
                        .put("MaxValue", number.maxValue())
                        .put("Precision", number.precision());
            case AttributeType.DoubleType number ->
                node.put("MinValue", number.minValue())
                        .put("MaxValue", number.maxValue())
                        .put("Precision", number.precision());
            case AttributeType.MoneyType money ->
                node.put("MinValue", money.minValue())
                        .put("MaxValue", money.maxValue())
                        .put("Precision", money.precision());
            case AttributeType.DateTimeType time -> {
                String behavior = switch (time.behavior()) {
                    case USER_LOCAL -> "UserLocal";
                    case DATE_ONLY -> "DateOnly";
                    case TIME_ZONE_INDEPENDENT -> "TimeZoneIndependent";
                };
                node.put("Format", behavior.equals("DateOnly") ? "DateOnly" : "DateAndTime");
                node.putObject("DateTimeBehavior").put("Value", behavior);
            }
            case AttributeType.BooleanType yesNo -> node.put("DefaultValue", yesNo.defaultValue());
            case AttributeType.PicklistType picklist -> node.put("DefaultFormValue", picklist.defaultValue());
            case AttributeType.FileType file -> node.put("MaxSizeInKB", file.maxSizeInKb());
            default -> {}
        }
        if (type.isReference()) {
            ArrayNode targets = node.putArray("Targets");
            type.targetEntities().forEach(targets::add);
        }
    }

    private static ObjectNode options(EntityMetadata entity, AttributeMetadata attribute) {
        ObjectNode set = object();
        set.put("Name", entity.logicalName() + "_" + attribute.logicalName());
        set.put("IsGlobal", false);
        if (attribute.type() instanceof AttributeType.BooleanType) {
            for (OptionMetadata option : attribute.type().options().options()) {
                set.set(option.value() == 0 ? "FalseOption" : "TrueOption", option(option));
            }
            return set;
        }
        ArrayNode options = set.putArray("Options");
        attribute.type().options().options().forEach(option -> options.add(option(option)));
        return set;
    }

    private static ObjectNode option(OptionMetadata option) {
        ObjectNode node = object().put("Value", option.value());
        if (option.state() != null) {
            node.put("State", option.state());
        }
        node.set("Label", label(option.label()));
        return node;
    }

    private static String required(RequiredLevel level) {
        return switch (level) {
            case NONE -> "None";
            case RECOMMENDED -> "Recommended";
            case APPLICATION_REQUIRED -> "ApplicationRequired";
            case SYSTEM_REQUIRED -> "SystemRequired";
        };
    }

    /** The class of Dynamics for attributes of a type: {@code String} for StringAttributeMetadata. */
    static String className(String kind) {
        return switch (kind) {
            case "Uniqueidentifier" -> "";
            case "Customer", "Owner" -> "Lookup";
            default -> kind;
        };
    }

    static String kind(AttributeType type) {
        return switch (type) {
            case AttributeType.StringType _ -> "String";
            case AttributeType.MemoType _ -> "Memo";
            case AttributeType.IntegerType _ -> "Integer";
            case AttributeType.BigIntType _ -> "BigInt";
            case AttributeType.DecimalType _ -> "Decimal";
            case AttributeType.DoubleType _ -> "Double";
            case AttributeType.MoneyType _ -> "Money";
            case AttributeType.BooleanType _ -> "Boolean";
            case AttributeType.DateTimeType _ -> "DateTime";
            case AttributeType.UniqueIdentifierType _ -> "Uniqueidentifier";
            case AttributeType.LookupType _ -> "Lookup";
            case AttributeType.CustomerType _ -> "Customer";
            case AttributeType.OwnerType _ -> "Owner";
            case AttributeType.PicklistType _ -> "Picklist";
            case AttributeType.MultiSelectPicklistType _ -> "MultiSelectPicklist";
            case AttributeType.StateType _ -> "State";
            case AttributeType.StatusType _ -> "Status";
            case AttributeType.FileType _ -> "File";
        };
    }

    static ObjectNode oneToMany(Model model, OneToManyRelationshipMetadata relationship) {
        ObjectNode node = object();
        EntityMetadata referencing = model.entity(relationship.referencingEntity());
        node.put(TYPE, "#" + EdmTypes.DYNAMICS + ".OneToManyRelationshipMetadata");
        node.put("MetadataId", id("relationship", relationship.schemaName()).toString());
        node.put("SchemaName", relationship.schemaName());
        node.put("RelationshipType", "OneToManyRelationship");
        node.put("ReferencedEntity", relationship.referencedEntity());
        node.put(
                "ReferencedAttribute",
                model.entity(relationship.referencedEntity()).primaryIdAttribute());
        node.put("ReferencedEntityNavigationPropertyName", relationship.schemaName());
        node.put("ReferencingEntity", relationship.referencingEntity());
        node.put("ReferencingAttribute", relationship.referencingAttribute());
        node.put(
                "ReferencingEntityNavigationPropertyName",
                model.navigationOf(
                        referencing,
                        referencing.attribute(relationship.referencingAttribute()),
                        relationship.referencedEntity()));
        return node;
    }

    static ObjectNode manyToMany(ManyToManyRelationshipMetadata pair) {
        ObjectNode node = object();
        node.put(TYPE, "#" + EdmTypes.DYNAMICS + ".ManyToManyRelationshipMetadata");
        node.put("MetadataId", id("relationship", pair.schemaName()).toString());
        node.put("SchemaName", pair.schemaName());
        node.put("RelationshipType", "ManyToManyRelationship");
        node.put("IntersectEntityName", pair.intersectEntityName());
        node.put("Entity1LogicalName", pair.entity1());
        node.put("Entity1IntersectAttribute", pair.entity1Attribute());
        node.put("Entity1NavigationPropertyName", pair.schemaName());
        node.put("Entity2LogicalName", pair.entity2());
        node.put("Entity2IntersectAttribute", pair.entity2Attribute());
        node.put("Entity2NavigationPropertyName", pair.schemaName());
        return node;
    }
}
