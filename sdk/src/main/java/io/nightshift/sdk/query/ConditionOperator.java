package io.nightshift.sdk.query;

import java.util.Optional;

/**
 * The comparison of a {@link ConditionExpression}.
 *
 * <p>A row without a value meets none of them, but for {@link #NULL} and all those that say "not": what is unknown is
 * not equal to, not like and not among the values. Text is compared without regard to case, times in whole seconds.
 * "Today" and its like are meant in the time zone of the caller. Last and next n units reach from the start of the first
 * day to this moment, or from this moment to the end of the last day; hours are counted from this moment.
 */
public enum ConditionOperator {
    EQUAL("eq", Arity.ONE),
    NOT_EQUAL("ne", Arity.ONE),
    GREATER_THAN("gt", Arity.ONE),
    LESS_THAN("lt", Arity.ONE),
    GREATER_EQUAL("ge", Arity.ONE),
    LESS_EQUAL("le", Arity.ONE),
    /** {@code %} stands for any text, {@code _} for one character, {@code [%]} and {@code [_]} for themselves. */
    LIKE("like", Arity.ONE),
    NOT_LIKE("not-like", Arity.ONE),
    IN("in", Arity.MANY),
    NOT_IN("not-in", Arity.MANY),
    /** Both ends belong to it. */
    BETWEEN("between", Arity.TWO),
    NOT_BETWEEN("not-between", Arity.TWO),
    NULL("null", Arity.NONE),
    NOT_NULL("not-null", Arity.NONE),
    YESTERDAY("yesterday", Arity.NONE),
    TODAY("today", Arity.NONE),
    TOMORROW("tomorrow", Arity.NONE),
    LAST_7_DAYS("last-seven-days", Arity.NONE),
    NEXT_7_DAYS("next-seven-days", Arity.NONE),
    LAST_WEEK("last-week", Arity.NONE),
    THIS_WEEK("this-week", Arity.NONE),
    NEXT_WEEK("next-week", Arity.NONE),
    LAST_MONTH("last-month", Arity.NONE),
    THIS_MONTH("this-month", Arity.NONE),
    NEXT_MONTH("next-month", Arity.NONE),
    ON("on", Arity.ONE),
    ON_OR_BEFORE("on-or-before", Arity.ONE),
    ON_OR_AFTER("on-or-after", Arity.ONE),
    LAST_YEAR("last-year", Arity.NONE),
    THIS_YEAR("this-year", Arity.NONE),
    NEXT_YEAR("next-year", Arity.NONE),
    LAST_X_HOURS("last-x-hours", Arity.ONE),
    NEXT_X_HOURS("next-x-hours", Arity.ONE),
    LAST_X_DAYS("last-x-days", Arity.ONE),
    NEXT_X_DAYS("next-x-days", Arity.ONE),
    LAST_X_WEEKS("last-x-weeks", Arity.ONE),
    NEXT_X_WEEKS("next-x-weeks", Arity.ONE),
    LAST_X_MONTHS("last-x-months", Arity.ONE),
    NEXT_X_MONTHS("next-x-months", Arity.ONE),
    LAST_X_YEARS("last-x-years", Arity.ONE),
    NEXT_X_YEARS("next-x-years", Arity.ONE),
    EQUAL_USER_ID("eq-userid", Arity.NONE),
    NOT_EQUAL_USER_ID("ne-userid", Arity.NONE),
    EQUAL_BUSINESS_ID("eq-businessid", Arity.NONE),
    NOT_EQUAL_BUSINESS_ID("ne-businessid", Arity.NONE),
    /** The text anywhere; no character of it is a wildcard. */
    CONTAINS("contains", Arity.ONE),
    DOES_NOT_CONTAIN("not-contain", Arity.ONE),
    EQUAL_USER_LANGUAGE("eq-userlanguage", Arity.NONE),
    NOT_ON("not-on", Arity.ONE),
    OLDER_THAN_X_MONTHS("olderthan-x-months", Arity.ONE),
    BEGINS_WITH("begins-with", Arity.ONE),
    DOES_NOT_BEGIN_WITH("not-begin-with", Arity.ONE),
    ENDS_WITH("ends-with", Arity.ONE),
    DOES_NOT_END_WITH("not-end-with", Arity.ONE),
    EQUAL_USER_TEAMS("eq-userteams", Arity.NONE),
    EQUAL_USER_OR_USER_TEAMS("eq-useroruserteams", Arity.NONE),
    OLDER_THAN_X_YEARS("olderthan-x-years", Arity.ONE),
    OLDER_THAN_X_WEEKS("olderthan-x-weeks", Arity.ONE),
    OLDER_THAN_X_DAYS("olderthan-x-days", Arity.ONE),
    OLDER_THAN_X_HOURS("olderthan-x-hours", Arity.ONE),
    OLDER_THAN_X_MINUTES("olderthan-x-minutes", Arity.ONE),
    /** At least one of the options is chosen, of an attribute that may have several. */
    CONTAIN_VALUES("contain-values", Arity.MANY),
    /** None of the options is chosen. */
    DOES_NOT_CONTAIN_VALUES("not-contain-values", Arity.MANY);

    /** How many values an operator takes. */
    public enum Arity {
        NONE,
        ONE,
        TWO,
        /** One or more. */
        MANY;

        /** Whether so many values are right. */
        public boolean accepts(int count) {
            return this == MANY ? count >= 1 : count == ordinal();
        }
    }

    private final String fetchName;
    private final Arity arity;

    ConditionOperator(String fetchName, Arity arity) {
        this.fetchName = fetchName;
        this.arity = arity;
    }

    /** The {@code operator} in FetchXML. */
    public String fetchName() {
        return fetchName;
    }

    /** How many values it takes. */
    public Arity arity() {
        return arity;
    }

    /** The operator that FetchXML calls so; {@code neq} is an older word for {@code ne}. */
    public static Optional<ConditionOperator> ofFetchName(String name) {
        if (name.equals("neq")) {
            return Optional.of(NOT_EQUAL);
        }
        for (ConditionOperator operator : values()) {
            if (operator.fetchName.equals(name)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }
}
