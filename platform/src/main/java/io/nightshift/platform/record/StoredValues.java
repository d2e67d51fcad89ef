package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.AttributeType.CustomerType;
import io.nightshift.platform.metadata.AttributeType.DateTimeType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.MoneyType;
import io.nightshift.platform.metadata.AttributeType.MultiSelectPicklistType;
import io.nightshift.platform.metadata.AttributeType.OwnerType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Turns the columns of a row into the values that callers get: times in whole seconds, options and yes-or-no with their labels. */
public final class StoredValues {

    private StoredValues() {}

    /** The record in a row whose columns carry the names of {@link RecordTable}; empty attributes are left out. */
    public static Entity entity(EntityMetadata entity, Collection<AttributeMetadata> attributes, Record row) {
        UUID id = row.get(entity.primaryIdAttribute(), UUID.class);
        Entity read = id == null ? new Entity(entity.logicalName()) : new Entity(entity.logicalName(), id);
        for (AttributeMetadata attribute : attributes) {
            String type = attribute.typeColumnName();
            Object value = value(
                    attribute, row.get(attribute.columnName()), type == null ? null : row.get(type, String.class));
            if (value != null) {
                put(read, attribute, value);
            }
        }
        return read;
    }

    /** Sets an attribute with the text that people see for it. */
    public static void put(Entity entity, AttributeMetadata attribute, Object value) {
        entity.set(attribute.logicalName(), value);
        String shown = label(attribute.type(), value);
        if (shown != null) {
            entity.formattedValue(attribute.logicalName(), shown);
        }
        if (attribute.logicalName().equals("versionnumber")) {
            entity.rowVersion(value.toString());
        }
    }

    /**
     * The value of a column as callers get it.
     *
     * @param column what jOOQ read from the column
     * @param entityName for a reference to one of several entities: what its type column holds; else null
     */
    public static @Nullable Object value(
            AttributeMetadata attribute, @Nullable Object column, @Nullable String entityName) {
        if (column == null) {
            return null;
        }
        AttributeType type = attribute.type();
        return switch (type) {
            case MoneyType _ -> new Money((BigDecimal) column);
            case DateTimeType time ->
                switch (time.behavior()) {
                    case USER_LOCAL -> ((OffsetDateTime) column).toInstant().truncatedTo(ChronoUnit.SECONDS);
                    case DATE_ONLY -> column;
                    case TIME_ZONE_INDEPENDENT -> ((LocalDateTime) column).truncatedTo(ChronoUnit.SECONDS);
                };
            case LookupType _, CustomerType _, OwnerType _ ->
                new EntityReference(entityName == null ? type.targetEntities().getFirst() : entityName, (UUID) column);
            case PicklistType _, StateType _, StatusType _ -> new OptionSetValue((Integer) column);
            case MultiSelectPicklistType _ ->
                new OptionSetValueCollection(Arrays.stream((Integer[]) column)
                        .map(OptionSetValue::new)
                        .toList());
            default -> column;
        };
    }

    /** The text that people see for a value, if it is an option or yes or no. */
    public static @Nullable String label(AttributeType type, Object value) {
        return switch (value) {
            case OptionSetValue option -> label(type, option.value());
            case Boolean yes when type instanceof BooleanType -> label(type, yes ? 1 : 0);
            case OptionSetValueCollection options ->
                options.values().stream()
                        .map(option -> String.valueOf(label(type, option.value())))
                        .collect(Collectors.joining("; "));
            default -> null;
        };
    }

    private static @Nullable String label(AttributeType type, int number) {
        return type.options().option(number).map(option -> option.label()).orElse(null);
    }
}
