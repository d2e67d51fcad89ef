package io.nightshift.sdk.query;

import java.util.Objects;

/**
 * An aggregate, or a group, in a query that aggregates. Its value appears under the alias as an {@code AliasedValue}.
 *
 * @param attributeName the logical name of an attribute
 * @param alias the name of the value in the result: a letter or underscore, then letters, digits, underscores
 * @param aggregateType what is computed; {@link AggregateType#NONE} groups
 * @param dateTimeGrouping by which part of a date an expression groups
 * @param distinct whether {@link AggregateType#COUNT_COLUMN} counts different values; otherwise false
 */
public record AttributeExpression(
        String attributeName,
        String alias,
        AggregateType aggregateType,
        DateTimeGrouping dateTimeGrouping,
        boolean distinct) {

    /** All parts are required. */
    public AttributeExpression {
        Objects.requireNonNull(attributeName);
        Objects.requireNonNull(alias);
        Objects.requireNonNull(aggregateType);
        Objects.requireNonNull(dateTimeGrouping);
    }

    /** An aggregate. */
    public static AttributeExpression aggregate(String attributeName, String alias, AggregateType aggregateType) {
        return new AttributeExpression(attributeName, alias, aggregateType, DateTimeGrouping.NONE, false);
    }

    /** A group. */
    public static AttributeExpression group(String attributeName, String alias) {
        return new AttributeExpression(attributeName, alias, AggregateType.NONE, DateTimeGrouping.NONE, false);
    }

    /** A group by a part of a date. */
    public static AttributeExpression group(String attributeName, String alias, DateTimeGrouping dateTimeGrouping) {
        return new AttributeExpression(attributeName, alias, AggregateType.NONE, dateTimeGrouping, false);
    }
}
