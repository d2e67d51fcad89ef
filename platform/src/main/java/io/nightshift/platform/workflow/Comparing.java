package io.nightshift.platform.workflow;

import io.nightshift.platform.workflow.document.Expression.Operator;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Comparisons of expressions: as conditions of a query, and of values that are no attributes. */
final class Comparing {

    private Comparing() {}

    /** The condition of a query that compares an attribute. */
    static ConditionExpression condition(String attribute, Operator operator, @Nullable Object value) {
        if (value == null) {
            return new ConditionExpression(
                    attribute, operator == Operator.NOT_EQUAL ? ConditionOperator.NOT_NULL : ConditionOperator.NULL);
        }
        return new ConditionExpression(
                attribute,
                switch (operator) {
                    case EQUAL -> ConditionOperator.EQUAL;
                    case NOT_EQUAL -> ConditionOperator.NOT_EQUAL;
                    case LESS -> ConditionOperator.LESS_THAN;
                    case LESS_OR_EQUAL -> ConditionOperator.LESS_EQUAL;
                    case GREATER -> ConditionOperator.GREATER_THAN;
                    case GREATER_OR_EQUAL -> ConditionOperator.GREATER_EQUAL;
                    case CONTAINS -> ConditionOperator.CONTAINS;
                    case STARTS_WITH -> ConditionOperator.BEGINS_WITH;
                    case ENDS_WITH -> ConditionOperator.ENDS_WITH;
                },
                queryValue(value));
    }

    /** Numbers of documents are decimals; where a query wants a whole one it takes no decimal. */
    static @Nullable Object queryValue(@Nullable Object value) {
        if (value instanceof BigDecimal number
                && number.stripTrailingZeros().scale() <= 0
                && number.precision() <= 18) {
            return number.longValueExact();
        }
        return value;
    }

    static boolean isReversible(Operator operator) {
        return operator.ordinal() <= Operator.GREATER_OR_EQUAL.ordinal();
    }

    static Operator reversed(Operator operator) {
        return switch (operator) {
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            default -> operator;
        };
    }

    /** A comparison of two values in memory; one with null holds only for (in)equality. */
    static boolean holds(@Nullable Object left, Operator operator, @Nullable Object right) {
        if (left == null || right == null) {
            boolean both = left == null && right == null;
            return switch (operator) {
                case EQUAL -> both;
                case NOT_EQUAL -> !both;
                default -> false;
            };
        }
        if (!isReversible(operator)) {
            String one = folded(left);
            String other = folded(right);
            return switch (operator) {
                case CONTAINS -> one.contains(other);
                case STARTS_WITH -> one.startsWith(other);
                default -> one.endsWith(other);
            };
        }
        Integer compared = compare(left, right);
        if (compared == null) {
            return operator == Operator.NOT_EQUAL;
        }
        return switch (operator) {
            case EQUAL -> compared == 0;
            case NOT_EQUAL -> compared != 0;
            case LESS -> compared < 0;
            case LESS_OR_EQUAL -> compared <= 0;
            case GREATER -> compared > 0;
            default -> compared >= 0;
        };
    }

    /** Null when the two cannot be compared. */
    private static @Nullable Integer compare(Object left, Object right) {
        BigDecimal one = number(left);
        BigDecimal other = number(right);
        if (one != null && other != null) {
            return one.compareTo(other);
        }
        if (left instanceof Instant time && right instanceof Instant later) {
            return time.compareTo(later);
        }
        if (left instanceof String || right instanceof String) {
            return folded(left).compareTo(folded(right));
        }
        return left.equals(right) ? Integer.valueOf(0) : null;
    }

    static @Nullable BigDecimal number(Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case Integer number -> BigDecimal.valueOf(number);
            case Long number -> BigDecimal.valueOf(number);
            case Double number -> BigDecimal.valueOf(number);
            case Money money -> money.value();
            case OptionSetValue option -> BigDecimal.valueOf(option.value());
            default -> null;
        };
    }

    private static String folded(Object value) {
        return Evaluation.text(value).toLowerCase(Locale.ROOT);
    }
}
