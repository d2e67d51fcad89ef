package io.nightshift.sdk.query;

import java.util.Objects;

/**
 * An aggregate, a group, or an attribute under another name. Its value appears under the alias as an {@code AliasedValue}.
 * A query with an aggregate or a group aggregates, and then has nothing else.
 *
 * @param attributeName the logical name of an attribute
 * @param alias the name of the value in the result: a letter or underscore, then letters, digits, underscores
 * @param aggregateType what is computed, if anything
 * @param groupBy whether it groups; then nothing is computed
 * @param dateTimeGrouping by which part of a date an expression groups
 * @param distinct whether {@link AggregateType#COUNT_COLUMN} counts different values; otherwise false
 */
public record AttributeExpression(
        String attributeName,
        String alias,
        AggregateType aggregateType,
        boolean groupBy,
        DateTimeGrouping dateTimeGrouping,
        boolean distinct) {

    /**
     * All parts are required.
     *
     * @throws IllegalArgumentException when it computes and groups
     */
    public AttributeExpression {
        Objects.requireNonNull(attributeName);
        Objects.requireNonNull(alias);
        Objects.requireNonNull(aggregateType);
        Objects.requireNonNull(dateTimeGrouping);
        if (groupBy && aggregateType != AggregateType.NONE) {
            throw new IllegalArgumentException("The attribute " + attributeName + " is computed or groups, not both.");
        }
    }

    /** An aggregate. */
    public static AttributeExpression aggregate(String attributeName, String alias, AggregateType aggregateType) {
        return new AttributeExpression(attributeName, alias, aggregateType, false, DateTimeGrouping.NONE, false);
    }

    /** An attribute under another name, in a query that does not aggregate. */
    public static AttributeExpression named(String attributeName, String alias) {
        return new AttributeExpression(attributeName, alias, AggregateType.NONE, false, DateTimeGrouping.NONE, false);
    }

    /** A group. */
    public static AttributeExpression group(String attributeName, String alias) {
        return new AttributeExpression(attributeName, alias, AggregateType.NONE, true, DateTimeGrouping.NONE, false);
    }

    /** A group by a part of a date. */
    public static AttributeExpression group(String attributeName, String alias, DateTimeGrouping dateTimeGrouping) {
        return new AttributeExpression(attributeName, alias, AggregateType.NONE, true, dateTimeGrouping, false);
    }
}
