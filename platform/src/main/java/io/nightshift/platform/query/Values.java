package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a query as those of an attribute: they come in the attribute's class, in a related one, or as text.
 * A value that the attribute cannot have is a fault, because a query that silently finds nothing hides a mistake.
 */
final class Values {

    /** Digits and zeros beyond these are no number anybody means, and take the database long to write out. */
    private static final int MOST_DIGITS = 100;

    private static final DateTimeFormatter DATE_OR_TIME = DateTimeFormatter.ofPattern(
            "uuuu-MM-dd[['T'][' ']HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S]][XXXXX][X]]");

    private final ZoneId zone;

    Values(ZoneId zone) {
        this.zone = zone;
    }

    /** The value in the class of the attribute's kind, ready to be compared. */
    Object read(AttributeMetadata attribute, @Nullable Object value) {
        ValueKind kind = ValueKind.of(attribute.type());
        if (value == null) {
            throw FaultCode.QUERY_INVALID_VALUE.fault("The condition of " + attribute.logicalName()
                    + " compares with null; use the operators null and not-null.");
        }
        try {
            Object read = switch (kind) {
                case TEXT -> FoldedText.of(text(attribute, value));
                case WHOLE, OPTIONS -> whole(value);
                case DECIMAL -> decimal(value);
                case FLOATING -> floating(value);
                case BOOLEAN -> yesOrNo(value);
                case ID -> id(value);
                case MOMENT -> moment(value);
                case WALL_TIME -> wallTime(value);
                case DAY -> day(value);
            };
            return kind.compared(read);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw wrong(attribute, value, kind, e);
        }
    }

    /** A date, of an operator that compares days. */
    LocalDate day(AttributeMetadata attribute, @Nullable Object value) {
        try {
            if (value != null) {
                return day(value);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(attribute, value, ValueKind.DAY, e);
        }
        throw FaultCode.QUERY_INVALID_VALUE.fault("The condition of " + attribute.logicalName() + " needs a date.");
    }

    /** A number of hours, days and so on. */
    int amount(AttributeMetadata attribute, @Nullable Object value) {
        try {
            long amount = value == null ? 0 : whole(value);
            if (amount >= 1 && amount <= 1_000_000) {
                return (int) amount;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(attribute, value, ValueKind.WHOLE, e);
        }
        throw FaultCode.QUERY_INVALID_VALUE.fault(
                "The condition of " + attribute.logicalName() + " takes a number from 1 to 1000000.");
    }

    /** Text that PostgreSQL can be asked about. */
    String text(AttributeMetadata attribute, @Nullable Object value) {
        if (!(value instanceof String text)) {
            throw wrong(attribute, value, ValueKind.TEXT, null);
        }
        boolean broken = text.codePoints()
                .anyMatch(
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
        if (broken) {
            throw FaultCode.QUERY_INVALID_VALUE.fault("The condition of " + attribute.logicalName()
                    + " has text with the character 0 or half a character; no stored text can have it.");
        }
        return text;
    }

    private static OrganizationServiceFault wrong(
            AttributeMetadata attribute, @Nullable Object value, ValueKind kind, @Nullable Exception cause) {
        String expected = switch (kind) {
            case TEXT -> "text";
            case WHOLE, OPTIONS -> "a whole number";
            case DECIMAL, FLOATING -> "a number";
            case BOOLEAN -> "true or false";
            case ID -> "an id, as 6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11";
            case MOMENT, WALL_TIME -> "a date and time from the year 1 to 9999, as 2026-05-31T12:00:00Z";
            case DAY -> "a date from the year 1 to 9999, as 2026-05-31";
        };
        String given = value instanceof String text ? "'" + Shown.of(text) + "'" : "a value of another type";
        String message = "The condition of " + attribute.logicalName() + " has " + given + " where " + expected
                + " is expected.";
        return cause == null
                ? FaultCode.QUERY_INVALID_VALUE.fault(message)
                : new OrganizationServiceFault(FaultCode.QUERY_INVALID_VALUE.code(), message, cause);
    }

    private static Long whole(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case Short number -> number.longValue();
            case OptionSetValue option -> (long) option.value();
            case String text -> Long.valueOf(text.strip());
            default -> throw new IllegalArgumentException();
        };
    }

    private static BigDecimal decimal(Object value) {
        BigDecimal number = switch (value) {
            case BigDecimal exact -> exact;
            case Money money -> money.value();
            case Integer whole -> BigDecimal.valueOf(whole);
            case Long whole -> BigDecimal.valueOf(whole);
            case Double floating -> BigDecimal.valueOf(floating);
            case String text when text.length() <= MOST_DIGITS -> new BigDecimal(text.strip());
            default -> throw new IllegalArgumentException();
        };
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Double floating(Object value) {
        double number = switch (value) {
            case Double floating -> floating;
            case String text when text.length() <= MOST_DIGITS -> decimal(text).doubleValue();
            default -> decimal(value).doubleValue();
        };
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Boolean yesOrNo(Object value) {
        return switch (value) {
            case Boolean yes -> yes;
            case Integer number when number == 0 || number == 1 -> number == 1;
            case OptionSetValue option when option.value() == 0 || option.value() == 1 -> option.value() == 1;
            case String text when text.equals("1") || text.equalsIgnoreCase("true") -> true;
            case String text when text.equals("0") || text.equalsIgnoreCase("false") -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    static UUID id(Object value) {
        return switch (value) {
            case UUID id -> id;
            case EntityReference reference -> reference.id();
            case String text -> {
                String bare = text.strip();
                bare = bare.startsWith("{") && bare.endsWith("}") ? bare.substring(1, bare.length() - 1) : bare;
                if (bare.length() != 36) {
                    throw new IllegalArgumentException();
                }
                yield UUID.fromString(bare);
            }
            default -> throw new IllegalArgumentException();
        };
    }

    private Instant moment(Object value) {
        Instant moment = switch (value) {
            case Instant instant -> instant;
            case OffsetDateTime time -> time.toInstant();
            case ZonedDateTime time -> time.toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            case LocalDate day -> day.atStartOfDay(zone).toInstant();
            case String text ->
                switch (parse(text)) {
                    case OffsetDateTime time -> time.toInstant();
                    case LocalDateTime time -> time.atZone(zone).toInstant();
                    case TemporalAccessor day ->
                        ((LocalDate) day).atStartOfDay(zone).toInstant();
                };
            default -> throw new IllegalArgumentException();
        };
        checkYear(moment.atZone(zone).getYear());
        return moment;
    }

    private LocalDateTime wallTime(Object value) {
        LocalDateTime time = switch (value) {
            case LocalDateTime local -> local;
            case LocalDate day -> day.atStartOfDay();
            case Instant instant -> LocalDateTime.ofInstant(instant, zone);
            case String text ->
                switch (parse(text)) {
                    case OffsetDateTime offset -> offset.toLocalDateTime();
                    case LocalDateTime local -> local;
                    case TemporalAccessor day -> ((LocalDate) day).atStartOfDay();
                };
            default -> throw new IllegalArgumentException();
        };
        checkYear(time.getYear());
        return time;
    }

    private LocalDate day(Object value) {
        LocalDate day = switch (value) {
            case LocalDate local -> local;
            case LocalDateTime time -> time.toLocalDate();
            case Instant instant -> LocalDate.ofInstant(instant, zone);
            case String text ->
                switch (parse(text)) {
                    case OffsetDateTime time -> time.atZoneSameInstant(zone).toLocalDate();
                    case LocalDateTime time -> time.toLocalDate();
                    case TemporalAccessor local -> (LocalDate) local;
                };
            default -> throw new IllegalArgumentException();
        };
        checkYear(day.getYear());
        return day;
    }

    private static TemporalAccessor parse(String text) {
        return DATE_OR_TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    }

    private static void checkYear(int year) {
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException();
        }
    }
}
