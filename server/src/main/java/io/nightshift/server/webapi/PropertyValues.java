package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.DateTimeBehavior;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.odata.ODataCode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values of properties as JSON, and back. Times are whole seconds in UTC; some clients read no others as times. */
final class PropertyValues {

    private static final int LONGEST_NUMBER = 100;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
            "uuuu-MM-dd['T'HH:mm[:ss[.SSSSSSSSS][.SSSSSSS][.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S]][XXXXX][X]]");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PropertyValues() {}

    /** A value of an attribute or an aggregate as JSON. */
    static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.stringNode(text);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Money money -> NODES.numberNode(money.value());
            case Boolean yes -> NODES.booleanNode(yes);
            case UUID id -> NODES.stringNode(id.toString());
            case EntityReference reference -> NODES.stringNode(reference.id().toString());
            case OptionSetValue option -> NODES.numberNode(option.value());
            case OptionSetValueCollection options ->
                NODES.stringNode(options.values().stream()
                        .map(option -> Integer.toString(option.value()))
                        .collect(Collectors.joining(",")));
            case Instant moment -> NODES.stringNode(SECONDS.format(moment.atOffset(ZoneOffset.UTC)));
            case LocalDateTime time -> NODES.stringNode(SECONDS.format(time));
            case LocalDate day -> NODES.stringNode(day.toString());
            default -> NODES.stringNode(value.toString());
        };
    }

    /** The value of an attribute that is no reference, as the organization service takes it. */
    static @Nullable Object read(AttributeMetadata attribute, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        try {
            Object value = value(attribute.type(), node);
            if (value != null) {
                return value;
            }
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw wrong(attribute, e);
        }
        throw wrong(attribute, null);
    }

    /** The same from the text of a key in an address. */
    static Object ofText(AttributeMetadata attribute, String text) {
        boolean quoted =
                attribute.type().isText() || !text.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?|true|false");
        JsonNode node = quoted || text.length() > LONGEST_NUMBER
                ? NODES.stringNode(text)
                : text.equals("true") || text.equals("false")
                        ? NODES.booleanNode(text.equals("true"))
                        : NODES.numberNode(new BigDecimal(text));
        Object value = read(attribute, node);
        if (value == null) {
            throw wrong(attribute, null);
        }
        return value;
    }

    private static @Nullable Object value(AttributeType type, JsonNode node) {
        return switch (type) {
            case AttributeType.StringType _, AttributeType.MemoType _ -> node.isString() ? node.asString() : null;
            case AttributeType.IntegerType _ -> number(node).intValueExact();
            case AttributeType.BigIntType _ -> number(node).longValueExact();
            case AttributeType.DecimalType _ -> number(node);
            case AttributeType.MoneyType _ -> new Money(number(node));
            case AttributeType.DoubleType _ -> number(node).doubleValue();
            case AttributeType.BooleanType _ -> node.isBoolean() ? node.booleanValue() : null;
            case AttributeType.UniqueIdentifierType _ -> id(node.asString(""));
            case AttributeType.PicklistType _, AttributeType.StateType _, AttributeType.StatusType _ ->
                new OptionSetValue(number(node).intValueExact());
            case AttributeType.MultiSelectPicklistType _ -> options(node);
            case AttributeType.DateTimeType time -> time(time.behavior(), node);
            case AttributeType.FileType _,
                    AttributeType.LookupType _,
                    AttributeType.CustomerType _,
                    AttributeType.OwnerType _ -> null;
        };
    }

    /** An id of 36 characters; Java alone would take shorter ones. */
    static UUID id(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("no id");
        }
        return UUID.fromString(text);
    }

    private static BigDecimal number(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            if (Math.abs((long) number.scale()) > LONGEST_NUMBER || number.precision() > LONGEST_NUMBER) {
                throw new ArithmeticException("too long");
            }
            return number;
        }
        // Clients that say IEEE754Compatible write long and exact numbers as text.
        if (node.isString() && node.asString().matches("[+-]?\\d{1,40}(\\.\\d{1,40})?")) {
            return new BigDecimal(node.asString());
        }
        throw new IllegalArgumentException("no number");
    }

    private static @Nullable OptionSetValueCollection options(JsonNode node) {
        if (!node.isString()) {
            return null;
        }
        return new OptionSetValueCollection(Arrays.stream(node.asString().split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> new OptionSetValue(Integer.parseInt(part)))
                .toList());
    }

    private static @Nullable Object time(DateTimeBehavior behavior, JsonNode node) {
        if (!node.isString() || node.asString().length() > LONGEST_NUMBER) {
            return null;
        }
        TemporalAccessor read =
                TIME.parseBest(node.asString().strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        OffsetDateTime moment = switch (read) {
            case OffsetDateTime offset -> offset;
            case LocalDateTime local -> local.atOffset(ZoneOffset.UTC);
            default -> ((LocalDate) read).atStartOfDay().atOffset(ZoneOffset.UTC);
        };
        return switch (behavior) {
            case USER_LOCAL -> moment.toInstant();
            case DATE_ONLY -> moment.toLocalDate();
            case TIME_ZONE_INDEPENDENT -> moment.toLocalDateTime();
        };
    }

    private static OrganizationServiceFault wrong(AttributeMetadata attribute, @Nullable Exception cause) {
        String expected = switch (attribute.type()) {
            case AttributeType.StringType _, AttributeType.MemoType _ -> "a text";
            case AttributeType.BooleanType _ -> "true or false";
            case AttributeType.UniqueIdentifierType _ -> "an id, as 6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11";
            case AttributeType.MultiSelectPicklistType _ -> "a text of numbers with commas, as \"1,2\"";
            case AttributeType.DateTimeType _ -> "a time, as 2026-05-31T12:00:00Z, or a date";
            case AttributeType.FileType _ -> "nothing: a file is not written with its record";
            default -> "a number in its range";
        };
        String message = "The property " + attribute.logicalName() + " takes " + expected + ".";
        return cause == null
                ? ODataCode.INVALID_INPUT.fault(message)
                : new OrganizationServiceFault(ODataCode.INVALID_INPUT.code(), message, cause);
    }
}
