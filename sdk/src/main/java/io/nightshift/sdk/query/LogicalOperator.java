package io.nightshift.sdk.query;

/** How the parts of a {@link FilterExpression} are joined. */
public enum LogicalOperator {
    /** All of them hold; a filter without parts holds. */
    AND,
    /** At least one of them holds; a filter without parts holds, too, as it restricts nothing. */
    OR
}
