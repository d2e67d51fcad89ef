package io.nightshift.sdk.query;

/** What an {@link AttributeExpression} computes over the rows of a group. */
public enum AggregateType {
    /** Nothing. */
    NONE,
    /** The rows. */
    COUNT,
    /** The rows that have a value, or its different values. */
    COUNT_COLUMN,
    /** The sum of the values; null without any. */
    SUM,
    /** Their average; null without any. */
    AVG,
    /** The smallest. */
    MIN,
    /** The greatest. */
    MAX
}
