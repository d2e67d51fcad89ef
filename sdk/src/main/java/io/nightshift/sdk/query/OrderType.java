package io.nightshift.sdk.query;

/** The direction of an {@link OrderExpression}. Rows without a value come before all others when ascending. */
public enum OrderType {
    ASCENDING,
    DESCENDING
}
