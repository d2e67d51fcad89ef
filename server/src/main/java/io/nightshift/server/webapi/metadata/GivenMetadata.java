package io.nightshift.server.webapi.metadata;

import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeRequiredLevel;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import io.nightshift.sdk.metadata.CascadeConfiguration;
import io.nightshift.sdk.metadata.CascadeType;
import io.nightshift.sdk.metadata.DateTimeBehavior;
import io.nightshift.sdk.metadata.EntityHeader;
import io.nightshift.sdk.metadata.EntityKeyMetadata;
import io.nightshift.sdk.metadata.OptionMetadata;
import io.nightshift.sdk.metadata.OwnershipTypes;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads definitions as clients write them into {@code EntityDefinitions}. What says nothing here (icons, forms, and the like)
 * is passed over, because clients send back whole documents that they have read.
 */
public final class GivenMetadata {

    private static final String TYPE_SUFFIX = "AttributeMetadata";

    private GivenMetadata() {}

    /** What people read: plain, or as labels by languages, of which the first counts. */
    public static @Nullable String label(JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        JsonNode user = node.path("UserLocalizedLabel").path("Label");
        JsonNode first = node.path("LocalizedLabels").path(0).path("Label");
        return user.isString() ? user.asString() : first.isString() ? first.asString() : null;
    }

    /** The logical name: given, or the schema name in small letters. */
    public static String logicalName(JsonNode node) {
        String name = node.path("LogicalName").asString("");
        if (name.isEmpty()) {
            name = node.path("SchemaName").asString("").toLowerCase(Locale.ROOT);
        }
        if (name.isEmpty()) {
            throw ODataCode.INVALID_INPUT.fault("A definition has a \"SchemaName\", as \"new_Ship\".");
        }
        return name;
    }

    /** An entity without its attributes. */
    public static EntityHeader entity(String logicalName, JsonNode node) {
        return new EntityHeader(logicalName)
                .displayName(label(node.path("DisplayName")))
                .displayCollectionName(label(node.path("DisplayCollectionName")))
                .entitySetName(text(node.path("EntitySetName")))
                .ownershipType(word(OwnershipTypes.class, "OwnershipType", node))
                .auditEnabled(flag(node, "IsAuditEnabled"));
    }

    /** An attribute. */
    public static AttributeMetadata attribute(String logicalName, JsonNode node) {
        AttributeMetadata attribute = new AttributeMetadata(logicalName, type(node))
                .displayName(label(node.path("DisplayName")))
                .requiredLevel(word(AttributeRequiredLevel.class, "RequiredLevel", node))
                .auditEnabled(flag(node, "IsAuditEnabled"))
                .maxLength(whole(node, "MaxLength"))
                .range(number(node, "MinValue"), number(node, "MaxValue"))
                .precision(whole(node, "Precision"))
                .dateTimeBehavior(word(DateTimeBehavior.class, "DateTimeBehavior", node))
                .maxSizeInKB(whole(node, "MaxSizeInKB"))
                .defaultValue(defaultValue(node));
        JsonNode options = node.path("OptionSet").path("Options");
        attribute.options(options.isArray() ? options(options) : null);
        JsonNode targets = node.path("Targets");
        return attribute.targets(
                targets.isArray()
                        ? targets.values().stream()
                                .map(each -> each.asString(""))
                                .toList()
                        : null);
    }

    /** An alternate key. */
    public static EntityKeyMetadata key(JsonNode node) {
        return new EntityKeyMetadata(
                logicalName(node),
                node.path("KeyAttributes").values().stream()
                        .map(each -> each.asString(""))
                        .toList());
    }

    /** The rules of a relationship; those that are not given do nothing. */
    public static CascadeConfiguration cascade(JsonNode node) {
        JsonNode rules = node.path("CascadeConfiguration");
        CascadeConfiguration usual = CascadeConfiguration.REFERENTIAL;
        return new CascadeConfiguration(
                or(word(CascadeType.class, "Assign", rules), usual.assign()),
                or(word(CascadeType.class, "Delete", rules), usual.delete()),
                or(word(CascadeType.class, "Merge", rules), usual.merge()),
                or(word(CascadeType.class, "Reparent", rules), usual.reparent()));
    }

    private static CascadeType or(@Nullable CascadeType given, CascadeType usual) {
        return given == null ? usual : given;
    }

    private static List<OptionMetadata> options(JsonNode options) {
        List<OptionMetadata> read = new ArrayList<>();
        for (JsonNode option : options) {
            Integer value = whole(option, "Value");
            String label = label(option.path("Label"));
            if (value == null || label == null) {
                throw ODataCode.INVALID_INPUT.fault("An option has a \"Value\" and a \"Label\".");
            }
            read.add(new OptionMetadata(value, label, whole(option, "State")));
        }
        return read;
    }

    private static AttributeTypeCode type(JsonNode node) {
        String type = node.path("@odata.type").asString("");
        type = type.substring(type.lastIndexOf('.') + 1);
        String word = type.endsWith(TYPE_SUFFIX)
                ? type.substring(0, type.length() - TYPE_SUFFIX.length())
                : node.path("AttributeType").asString("");
        for (AttributeTypeCode code : AttributeTypeCode.values()) {
            if (code.word().equalsIgnoreCase(word)) {
                return code;
            }
        }
        throw ODataCode.INVALID_INPUT.fault(
                "'" + Shown.of(word)
                        + "' is no type of attribute; say it by \"@odata.type\": \"Microsoft.Dynamics.CRM.StringAttributeMetadata\".");
    }

    private static @Nullable Integer defaultValue(JsonNode node) {
        JsonNode yes = node.path("DefaultValue");
        return yes.isBoolean() ? Integer.valueOf(yes.asBoolean() ? 1 : 0) : whole(node, "DefaultFormValue");
    }

    /** Some are wrapped, with whether they may be changed. */
    private static JsonNode bare(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value instanceof ObjectNode wrapped ? wrapped.path("Value") : value;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() && !node.asString().isEmpty() ? node.asString() : null;
    }

    private static @Nullable Boolean flag(JsonNode node, String name) {
        JsonNode value = bare(node, name);
        return value.isBoolean() ? Boolean.valueOf(value.asBoolean()) : null;
    }

    private static @Nullable Integer whole(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw ODataCode.INVALID_INPUT.fault("\"" + name + "\" is a whole number.");
        }
        return value.asInt();
    }

    private static @Nullable BigDecimal number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw ODataCode.INVALID_INPUT.fault("\"" + name + "\" is a number.");
        }
        return value.decimalValue();
    }

    /** {@code UserOwned} is {@code USER_OWNED}. */
    private static <E extends Enum<E>> @Nullable E word(Class<E> type, String name, JsonNode node) {
        JsonNode value = bare(node, name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String constant =
                value.asString("").replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(constant)) {
                return each;
            }
        }
        throw ODataCode.INVALID_INPUT.fault("'" + Shown.of(value.asString("")) + "' is no value of \"" + name + "\".");
    }
}
