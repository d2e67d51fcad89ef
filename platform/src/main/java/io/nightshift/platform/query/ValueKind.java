package io.nightshift.platform.query;

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
import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the values of an attribute are compared, and the Java class in which they are. */
enum ValueKind {
    /** {@link String}, folded. */
    TEXT,
    /** {@link Long}, also for options. */
    WHOLE,
    /** {@link BigDecimal}. */
    DECIMAL,
    /** {@link Double}. */
    FLOATING,
    /** {@link Boolean}; no comes before yes. */
    BOOLEAN,
    /** {@link UUID}, also for references; ordered by their bytes. */
    ID,
    /** {@link Instant}. */
    MOMENT,
    /** {@link LocalDateTime}. */
    WALL_TIME,
    /** {@link LocalDate}. */
    DAY,
    /** {@link List} of {@link Integer}, ascending. */
    OPTIONS;

    static ValueKind of(AttributeType type) {
        return switch (type) {
            case StringType _, MemoType _ -> TEXT;
            case IntegerType _, BigIntType _, PicklistType _, StateType _, StatusType _ -> WHOLE;
            case DecimalType _, MoneyType _ -> DECIMAL;
            case DoubleType _ -> FLOATING;
            case BooleanType _ -> BOOLEAN;
            case UniqueIdentifierType _, LookupType _, CustomerType _, OwnerType _, FileType _ -> ID;
            case DateTimeType date ->
                switch (date.behavior()) {
                    case USER_LOCAL -> MOMENT;
                    case DATE_ONLY -> DAY;
                    case TIME_ZONE_INDEPENDENT -> WALL_TIME;
                };
            case MultiSelectPicklistType _ -> OPTIONS;
        };
    }

    boolean isNumber() {
        return this == WHOLE || this == DECIMAL || this == FLOATING;
    }

    boolean isDate() {
        return this == MOMENT || this == WALL_TIME || this == DAY;
    }

    /** The value of an attribute in an {@link io.nightshift.sdk.Entity}, in the class of this kind. */
    @Nullable
    Object ofRecord(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> FoldedText.of(text);
            case Integer number -> number.longValue();
            case OptionSetValue option -> (long) option.value();
            case Money money -> money.value();
            case EntityReference reference -> reference.id();
            case OptionSetValueCollection options ->
                options.values().stream().map(OptionSetValue::value).toList();
            default -> value;
        };
    }

    /** The value of a column that was read, in the class of this kind. */
    @Nullable
    Object ofColumn(@Nullable Object stored) {
        return switch (stored) {
            case null -> null;
            case OffsetDateTime moment -> moment.toInstant();
            case Integer number -> number.longValue();
            case Integer[] options -> List.of(options);
            default -> stored;
        };
    }

    /** What of a value is compared: times in whole seconds. */
    Object compared(Object value) {
        return switch (value) {
            case Instant moment -> moment.truncatedTo(ChronoUnit.SECONDS);
            case LocalDateTime time -> time.truncatedTo(ChronoUnit.SECONDS);
            case BigDecimal number -> number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            case Double number -> number == 0 ? (Double) 0d : number;
            default -> value;
        };
    }

    /** Compares two values as PostgreSQL orders them, times to the last digit. */
    int compare(Object one, Object other) {
        return switch (this) {
            case TEXT -> FoldedText.compare((String) one, (String) other);
            case WHOLE -> Long.compare((Long) one, (Long) other);
            case DECIMAL -> ((BigDecimal) one).compareTo((BigDecimal) other);
            case FLOATING -> Double.compare((Double) compared(one), (Double) compared(other));
            case BOOLEAN -> Boolean.compare((Boolean) one, (Boolean) other);
            case ID -> compareIds((UUID) one, (UUID) other);
            case MOMENT -> ((Instant) one).compareTo((Instant) other);
            case WALL_TIME -> ((LocalDateTime) one).compareTo((LocalDateTime) other);
            case DAY -> ((LocalDate) one).compareTo((LocalDate) other);
            case OPTIONS -> compareLists((List<?>) one, (List<?>) other);
        };
    }

    /** The first option that differs decides, then the number of options. */
    private static int compareLists(List<?> one, List<?> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int compared = Integer.compare((Integer) one.get(i), (Integer) other.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    /** By bytes, as PostgreSQL does; Java's own order takes the halves as signed numbers. */
    private static int compareIds(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
