package io.nightshift.platform.metadata;

import io.nightshift.platform.metadata.AttributeMetadata.Access;
import io.nightshift.platform.metadata.AttributeType.BigIntType;
import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.AttributeType.CustomerType;
import io.nightshift.platform.metadata.AttributeType.DateTimeType;
import io.nightshift.platform.metadata.AttributeType.DecimalType;
import io.nightshift.platform.metadata.AttributeType.DoubleType;
import io.nightshift.platform.metadata.AttributeType.FileType;
import io.nightshift.platform.metadata.AttributeType.IntegerType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.MemoType;
import io.nightshift.platform.metadata.AttributeType.MoneyType;
import io.nightshift.platform.metadata.AttributeType.MultiSelectPicklistType;
import io.nightshift.platform.metadata.AttributeType.OwnerType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.AttributeType.UniqueIdentifierType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes definitions in the form that {@link DefinitionReader} reads. */
public final class DefinitionWriter {

    private DefinitionWriter() {}

    /** The definition of an entity, several lines. */
    public static String write(EntityMetadata entity) {
        EntityNames names = entity.names();
        StringBuilder text = new StringBuilder("entity " + entity.logicalName() + " " + names.objectTypeCode() + " "
                + entity.ownership().word() + " " + names.entitySetName() + (entity.custom() ? " custom " : " ")
                + (entity.virtual() ? "virtual " : "") + (entity.keysOnly() ? "keysonly " : "")
                + quoted(names.displayName()) + " "
                + quoted(names.displayCollectionName()) + "\n");
        Map<AttributeMetadata, List<OneToManyRelationshipMetadata>> implied =
                SystemAttributes.of(entity.logicalName(), entity.ownership());
        for (AttributeMetadata attribute : entity.all()) {
            if (!implied.containsKey(attribute)) {
                text.append("  ").append(line(entity, attribute)).append("\n");
            }
        }
        for (EntityKeyMetadata key : entity.keys()) {
            text.append("  key ").append(key.logicalName()).append(" ");
            text.append(String.join(" ", key.attributes())).append("\n");
        }
        if (!entity.auditing().equals(Auditing.OFF)) {
            text.append(entity.auditing().enabled() ? "  audited" : "  audited off");
            if (!entity.auditing().without().isEmpty()) {
                text.append(" without ")
                        .append(String.join(" ", new TreeSet<>(entity.auditing().without())));
            }
            text.append("\n");
        }
        return text.toString();
    }

    /** The definition of a many-to-many relationship, one line. */
    public static String write(ManyToManyRelationshipMetadata pair) {
        return "many-to-many " + pair.schemaName() + " " + pair.intersectEntityName() + " " + pair.entity1() + " "
                + pair.entity2() + "\n";
    }

    private static String line(EntityMetadata entity, AttributeMetadata attribute) {
        String name = attribute.logicalName();
        List<OneToManyRelationshipMetadata> relationships = entity.manyToOne().stream()
                .filter(relationship -> relationship.referencingAttribute().equals(name))
                .toList();
        StringBuilder line = new StringBuilder(name + " " + type(attribute.type(), relationships));
        line.append(name.equals(entity.primaryIdAttribute()) ? " id" : "");
        line.append(name.equals(entity.primaryNameAttribute()) ? " primary" : "");
        line.append(
                attribute.required() == RequiredLevel.NONE
                        ? ""
                        : " " + attribute.required().word());
        line.append(
                attribute.access() == Access.WRITE
                        ? ""
                        : " " + attribute.access().word());
        line.append(attribute.custom() ? " custom" : "");
        if (!relationships.isEmpty() && !relationships.getFirst().cascade().equals(CascadeConfiguration.REFERENTIAL)) {
            CascadeConfiguration cascade = relationships.getFirst().cascade();
            line.append(" cascade ").append(cascade.assign().word());
            line.append(" ").append(cascade.delete().word());
            line.append(" ").append(cascade.merge().word());
            line.append(" ").append(cascade.reparent().word());
        }
        return line.append(" ").append(quoted(attribute.displayName())).toString();
    }

    private static String type(AttributeType type, List<OneToManyRelationshipMetadata> relationships) {
        return switch (type) {
            case StringType text -> "string " + text.maxLength();
            case MemoType text -> "memo " + text.maxLength();
            case IntegerType number -> "integer " + number.minValue() + ".." + number.maxValue();
            case BigIntType _ -> "bigint";
            case DecimalType number -> number("decimal", number.minValue(), number.maxValue(), number.precision());
            case DoubleType number -> number("double", number.minValue(), number.maxValue(), number.precision());
            case MoneyType number -> number("money", number.minValue(), number.maxValue(), number.precision());
            case BooleanType yesNo -> "boolean" + (yesNo.defaultValue() ? " true " : " ") + options(yesNo.labels());
            case DateTimeType time -> "datetime " + time.behavior().word();
            case UniqueIdentifierType _ -> "uniqueidentifier";
            case LookupType _ -> "lookup " + targets(relationships);
            case CustomerType _ -> "customer " + targets(relationships);
            case OwnerType _ -> "owner " + targets(relationships);
            case PicklistType list ->
                "picklist " + (list.defaultValue() == null ? "" : list.defaultValue() + " ")
                        + options(list.optionSet());
            case MultiSelectPicklistType list -> "multiselect " + options(list.optionSet());
            case StateType state -> "state " + options(state.optionSet());
            case StatusType status -> "status " + options(status.optionSet());
            case FileType file -> "file " + file.maxSizeInKb();
        };
    }

    private static String number(String kind, BigDecimal least, BigDecimal most, int precision) {
        return kind + " " + least.toPlainString() + ".." + most.toPlainString() + " precision " + precision;
    }

    private static String targets(List<OneToManyRelationshipMetadata> relationships) {
        return relationships.stream()
                .map(relationship -> relationship.referencedEntity() + "=" + relationship.schemaName())
                .collect(Collectors.joining("|"));
    }

    private static String options(OptionSetMetadata options) {
        return options.options().stream()
                .map(option -> option.value() + " " + quoted(option.label())
                        + (option.state() == null ? "" : " " + option.state()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
