package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
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
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks a value against its attribute and brings it into the form in which it is stored: rounded to the attribute's
 * precision, an empty text as none. A value that does not fit is refused with the code Dynamics has for it.
 */
public final class AttributeValues {

    /** The range of times in Dynamics. */
    private static final LocalDateTime EARLIEST = LocalDateTime.parse("1753-01-01T00:00:00");

    private static final LocalDateTime LATEST = LocalDateTime.parse("9999-12-30T23:59:59");

    private final String entity;
    private final AttributeMetadata attribute;

    private AttributeValues(String entity, AttributeMetadata attribute) {
        this.entity = entity;
        this.attribute = attribute;
    }

    /** The value as it is stored; null stays null. */
    public static @Nullable Object checked(String entity, AttributeMetadata attribute, @Nullable Object value) {
        return value == null ? null : new AttributeValues(entity, attribute).check(attribute.type(), value);
    }

    private @Nullable Object check(AttributeType type, Object value) {
        return switch (type) {
            case StringType text -> text(as(String.class, value), text.maxLength());
            case MemoType text -> text(as(String.class, value), text.maxLength());
            case IntegerType range -> integer(as(Integer.class, value), range);
            case BigIntType _ -> as(Long.class, value);
            case DecimalType range ->
                decimal(as(BigDecimal.class, value), range.minValue(), range.maxValue(), range.precision());
            case MoneyType range ->
                new Money(
                        decimal(as(Money.class, value).value(), range.minValue(), range.maxValue(), range.precision()));
            case DoubleType range -> floating(as(Double.class, value), range);
            case BooleanType _ -> as(Boolean.class, value);
            case DateTimeType time ->
                switch (time.behavior()) {
                    case USER_LOCAL -> moment(as(Instant.class, value));
                    case DATE_ONLY -> day(as(LocalDate.class, value));
                    case TIME_ZONE_INDEPENDENT -> wallTime(as(LocalDateTime.class, value));
                };
            case UniqueIdentifierType _ -> as(UUID.class, value);
            case LookupType _, CustomerType _, OwnerType _ -> reference(as(EntityReference.class, value));
            case PicklistType _, StateType _, StatusType _ -> option(as(OptionSetValue.class, value));
            case MultiSelectPicklistType _ -> options(as(OptionSetValueCollection.class, value));
            case FileType _ -> throw FaultCode.READ_ONLY.fault("The file " + name() + " is not set with its record.");
        };
    }

    private <T> T as(Class<T> expected, Object value) {
        if (!expected.isInstance(value)) {
            throw FaultCode.WRONG_ATTRIBUTE_TYPE.fault("The attribute " + name() + " takes a "
                    + expected.getSimpleName() + ", not a " + value.getClass().getSimpleName() + ".");
        }
        return expected.cast(value);
    }

    private @Nullable String text(String value, int maxLength) {
        if (value.length() > maxLength) {
            throw FaultCode.STRING_TOO_LONG.fault("The text of " + name() + " has " + value.length()
                    + " characters; at most " + maxLength + " are allowed.");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || (Character.isSurrogate(c) && !Character.isSurrogatePair(c, next(value, i)))) {
                throw FaultCode.INVALID_ARGUMENT.fault("The text of " + name() + " contains "
                        + (c == 0 ? "the character U+0000" : "half of a surrogate pair") + " at position " + i
                        + "; remove it.");
            }
            i += Character.isSurrogate(c) ? 1 : 0;
        }
        return value.isEmpty() ? null : value;
    }

    private static char next(String value, int at) {
        return at + 1 < value.length() ? value.charAt(at + 1) : 0;
    }

    private Integer integer(Integer value, IntegerType range) {
        if (value < range.minValue() || value > range.maxValue()) {
            throw FaultCode.INTEGER_OUT_OF_RANGE.fault("The attribute " + name() + " takes " + range.minValue() + " to "
                    + range.maxValue() + ", not " + value + ".");
        }
        return value;
    }

    private BigDecimal decimal(BigDecimal value, BigDecimal least, BigDecimal most, int precision) {
        // The range is looked at first: rounding a number with a huge exponent would build all its digits.
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw FaultCode.DECIMAL_OUT_OF_RANGE.fault("The attribute " + name() + " takes " + least.toPlainString()
                    + " to " + most.toPlainString() + "; the number is outside.");
        }
        return value.setScale(precision, RoundingMode.HALF_UP);
    }

    private Double floating(Double value, DoubleType range) {
        if (value.isNaN() || value.isInfinite()) {
            throw FaultCode.DECIMAL_OUT_OF_RANGE.fault(
                    "The attribute " + name() + " takes a number, not " + value + ".");
        }
        return decimal(BigDecimal.valueOf(value), range.minValue(), range.maxValue(), range.precision())
                .doubleValue();
    }

    private Instant moment(Instant value) {
        if (value.isBefore(EARLIEST.toInstant(ZoneOffset.UTC)) || value.isAfter(LATEST.toInstant(ZoneOffset.UTC))) {
            throw outsideOfTime();
        }
        return value.truncatedTo(ChronoUnit.MICROS);
    }

    private LocalDate day(LocalDate value) {
        if (value.isBefore(EARLIEST.toLocalDate()) || value.isAfter(LATEST.toLocalDate())) {
            throw outsideOfTime();
        }
        return value;
    }

    private LocalDateTime wallTime(LocalDateTime value) {
        if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
            throw outsideOfTime();
        }
        return value.truncatedTo(ChronoUnit.MICROS);
    }

    private RuntimeException outsideOfTime() {
        return FaultCode.INVALID_ARGUMENT.fault(
                "The attribute " + name() + " takes times from " + EARLIEST + " to " + LATEST + ".");
    }

    private EntityReference reference(EntityReference value) {
        if (!attribute.type().targetEntities().contains(value.logicalName())) {
            throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + name() + " refers to "
                    + String.join(" or ", attribute.type().targetEntities()) + "; the reference names another entity.");
        }
        return value;
    }

    private OptionSetValue option(OptionSetValue value) {
        if (attribute.type().options().option(value.value()).isEmpty()) {
            FaultCode code = attribute.type() instanceof PicklistType
                    ? FaultCode.PICKLIST_VALUE_OUT_OF_RANGE
                    : FaultCode.INVALID_STATE_CODE_STATUS_CODE;
            throw code.fault("The attribute " + name() + " has no option " + value.value() + "; its options are "
                    + attribute.type().options().numbers() + ".");
        }
        return value;
    }

    private @Nullable OptionSetValueCollection options(OptionSetValueCollection value) {
        value.values().forEach(one -> {
            if (attribute.type().options().option(one.value()).isEmpty()) {
                throw FaultCode.PICKLIST_VALUE_OUT_OF_RANGE.fault("The attribute " + name() + " has no option "
                        + one.value() + "; its options are "
                        + attribute.type().options().numbers() + ".");
            }
        });
        return value.values().isEmpty() ? null : value;
    }

    private String name() {
        return attribute.logicalName() + " of " + entity;
    }
}
