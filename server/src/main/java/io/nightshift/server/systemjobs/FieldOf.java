package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.DateTimeBehavior;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a record as a field of a form: how its value is written into the field, and read from it.
 *
 * @param value as the field shows it; empty for none
 * @param shown as people read it
 */
public record FieldOf(AttributeMetadata attribute, String value, String shown) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ENGLISH);

    /** The field of a record, which may have no value yet. */
    static FieldOf of(AttributeMetadata attribute, @Nullable Entity record, ZoneId zone) {
        String name = attribute.logicalName();
        Object value = record == null ? null : record.get(name);
        String text = text(attribute.type(), value, zone);
        return new FieldOf(
                attribute,
                text,
                record == null
                        ? ""
                        : record.formattedValues().getOrDefault(name, value instanceof EntityReference ? "" : text));
    }

    public String name() {
        return attribute.logicalName();
    }

    public List<OptionMetadata> options() {
        return attribute.type().options().options();
    }

    /** The entities that a reference may name. */
    public List<String> targets() {
        return attribute.type().targetEntities();
    }

    /** Which control the field is. */
    public String control() {
        return switch (attribute.type()) {
            case AttributeType.MemoType _ -> "memo";
            case AttributeType.PicklistType _,
                    AttributeType.StateType _,
                    AttributeType.StatusType _,
                    AttributeType.BooleanType _ -> "choice";
            case AttributeType.DateTimeType time ->
                time.behavior() == DateTimeBehavior.DATE_ONLY ? "date" : "datetime-local";
            case AttributeType.IntegerType _, AttributeType.BigIntType _ -> "number";
            default -> "text";
        };
    }

    /** Whether a form can change it. */
    static boolean isWritable(AttributeMetadata attribute, boolean exists) {
        boolean known = switch (attribute.type()) {
            case AttributeType.MultiSelectPicklistType _,
                    AttributeType.UniqueIdentifierType _,
                    AttributeType.FileType _,
                    AttributeType.StateType _ -> false;
            default -> true;
        };
        return known
                && (exists ? attribute.access().forUpdate() : attribute.access().forCreate());
    }

    private static String text(AttributeType type, @Nullable Object value, ZoneId zone) {
        return switch (value) {
            case null -> "";
            case Boolean yes -> yes ? "1" : "0";
            case OptionSetValue option -> Integer.toString(option.value());
            case Money money -> money.value().toPlainString();
            case BigDecimal number -> number.toPlainString();
            case EntityReference reference ->
                type.targetEntities().size() > 1
                        ? reference.logicalName() + ":" + reference.id()
                        : reference.id().toString();
            case Instant time -> MINUTE.format(time.atZone(zone));
            case LocalDateTime time -> MINUTE.format(time);
            default -> value.toString();
        };
    }

    /** The value that a text in the field means; null for none. */
    static @Nullable Object read(AttributeMetadata attribute, @Nullable String text, ZoneId zone) {
        if (text == null) {
            return null;
        }
        try {
            return switch (attribute.type()) {
                case AttributeType.StringType _, AttributeType.MemoType _ -> text;
                case AttributeType.IntegerType _ -> Integer.valueOf(text);
                case AttributeType.BigIntType _ -> Long.valueOf(text);
                case AttributeType.DecimalType _ -> new BigDecimal(text);
                case AttributeType.DoubleType _ -> Double.valueOf(text);
                case AttributeType.MoneyType _ -> Money.of(text);
                case AttributeType.BooleanType _ -> text.equals("1");
                case AttributeType.DateTimeType time -> time(time.behavior(), text, zone);
                case AttributeType.PicklistType _, AttributeType.StateType _, AttributeType.StatusType _ ->
                    new OptionSetValue(Integer.parseInt(text));
                case AttributeType.LookupType _, AttributeType.CustomerType _, AttributeType.OwnerType _ ->
                    reference(attribute, text);
                case AttributeType.MultiSelectPicklistType _,
                        AttributeType.UniqueIdentifierType _,
                        AttributeType.FileType _ -> throw new IllegalArgumentException(text);
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'" + text + "' is no value for " + attribute.displayName() + "; nothing was saved.");
        }
    }

    private static Object time(DateTimeBehavior behavior, String text, ZoneId zone) {
        return switch (behavior) {
            case DATE_ONLY -> LocalDate.parse(text);
            case TIME_ZONE_INDEPENDENT -> LocalDateTime.parse(text);
            case USER_LOCAL -> LocalDateTime.parse(text).atZone(zone).toInstant();
        };
    }

    private static EntityReference reference(AttributeMetadata attribute, String text) {
        List<String> targets = attribute.type().targetEntities();
        int colon = text.indexOf(':');
        return new EntityReference(
                colon < 0 ? targets.getFirst() : text.substring(0, colon),
                UUID.fromString(colon < 0 ? text : text.substring(colon + 1)));
    }
}
