package io.nightshift.sdk.query;

/** The part of a date by which an {@link AttributeExpression} groups, in the caller's time zone. Each is a number. */
public enum DateTimeGrouping {
    /** The whole value, if it is a date; otherwise no grouping by date. */
    NONE,
    /** The day of the month, from 1. */
    DAY,
    /** The ISO week of the year, from 1. */
    WEEK,
    /** The month, from 1. */
    MONTH,
    /** The quarter, from 1. */
    QUARTER,
    /** The year. */
    YEAR
}
