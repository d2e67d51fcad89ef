package io.nightshift.client;

import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What the values of an attribute are; on the wire an amount of money and a number look the same. */
enum AttributeKind {
    TEXT,
    INTEGER,
    LONG,
    DECIMAL,
    DOUBLE,
    MONEY,
    BOOLEAN,
    ID,
    REFERENCE,
    OPTION,
    OPTIONS,
    MOMENT,
    DAY,
    LOCAL_TIME,
    /** Of an attribute that nobody described: as JSON says it. */
    UNKNOWN;

    /** The kind that a definition of an attribute says. */
    static AttributeKind of(JsonNode definition) {
        String type = definition.path("AttributeTypeName").path("Value").asString("");
        return switch (type) {
            case "StringType", "MemoType", "EntityNameType" -> TEXT;
            case "IntegerType" -> INTEGER;
            case "BigIntType" -> LONG;
            case "DecimalType" -> DECIMAL;
            case "DoubleType" -> DOUBLE;
            case "MoneyType" -> MONEY;
            case "BooleanType", "ManagedPropertyType" -> BOOLEAN;
            case "UniqueidentifierType", "FileType" -> ID;
            case "LookupType", "CustomerType", "OwnerType" -> REFERENCE;
            case "PicklistType", "StateType", "StatusType" -> OPTION;
            case "MultiSelectPicklistType" -> OPTIONS;
            case "DateTimeType" ->
                switch (definition.path("DateTimeBehavior").path("Value").asString("")) {
                    case "DateOnly" -> DAY;
                    case "TimeZoneIndependent" -> LOCAL_TIME;
                    default -> MOMENT;
                };
            default -> UNKNOWN;
        };
    }

    boolean isWhole() {
        return this == INTEGER || this == LONG;
    }

    /** A value that is not null and no reference, in the Java type that it has in an entity. */
    Object read(JsonNode node) {
        return switch (this) {
            case TEXT -> node.asString("");
            case INTEGER -> node.intValue();
            case LONG -> node.longValue();
            case DECIMAL -> node.decimalValue();
            case DOUBLE -> node.doubleValue();
            case MONEY -> new Money(node.decimalValue());
            case BOOLEAN -> node.booleanValue();
            case ID -> UUID.fromString(node.asString(""));
            case OPTION -> new OptionSetValue(node.intValue());
            case OPTIONS -> options(node.asString(""));
            case MOMENT -> Instant.parse(node.asString(""));
            case DAY -> LocalDate.parse(node.asString(""));
            case LOCAL_TIME -> OffsetDateTime.parse(node.asString("")).toLocalDateTime();
            case REFERENCE, UNKNOWN -> plain(node);
        };
    }

    private static OptionSetValueCollection options(String text) {
        return new OptionSetValueCollection(Arrays.stream(text.split(",", -1))
                .filter(part -> !part.isBlank())
                .map(part -> new OptionSetValue(Integer.parseInt(part.strip())))
                .toList());
    }

    private static Object plain(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isInt()) {
            return node.intValue();
        }
        return node.isIntegralNumber() ? node.longValue() : node.isNumber() ? node.decimalValue() : node.asString("");
    }
}
