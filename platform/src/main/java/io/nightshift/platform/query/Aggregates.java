package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeType.BigIntType;
import io.nightshift.platform.metadata.AttributeType.MoneyType;
import io.nightshift.platform.query.Expression.Aggregate;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The classes of aggregates: counts are {@link Integer}, sums of whole numbers {@link Long}, averages of whole and decimal
 * numbers {@link BigDecimal} with ten digits after the point; of money all are {@link Money}, and of anything else what
 * the attribute has.
 */
final class Aggregates {

    static final int DIGITS = 10;

    private Aggregates() {}

    /** @param sum null when there was nothing to add */
    static @Nullable Object average(Column column, @Nullable Object sum, long count) {
        if (sum == null || count == 0) {
            return null;
        }
        return money(column, ((BigDecimal) sum).divide(BigDecimal.valueOf(count), DIGITS, RoundingMode.HALF_UP));
    }

    static @Nullable Object value(Aggregate aggregate, @Nullable Object stored) {
        Column column = aggregate.column();
        return switch (aggregate.type()) {
            case COUNT, COUNT_COLUMN -> stored == null ? (Object) 0 : ((Number) stored).intValue();
            case SUM ->
                switch (stored) {
                    case null -> null;
                    case BigDecimal sum when column.kind() == ValueKind.WHOLE -> whole(column, sum);
                    case BigDecimal sum -> money(column, sum);
                    default -> stored;
                };
            default -> plain(column, stored);
        };
    }

    /** The smallest or greatest value; of options it is a number. */
    private static @Nullable Object plain(Column column, @Nullable Object stored) {
        return switch (stored) {
            case null -> null;
            case Number number
            when column.kind() == ValueKind.WHOLE ->
                column.attribute().type() instanceof BigIntType ? (Object) number.longValue() : number.intValue();
            case BigDecimal number -> money(column, number);
            default -> {
                Object value = column.kind().ofColumn(stored);
                yield value == null
                        ? null
                        : column.kind().isDate() ? column.kind().compared(value) : value;
            }
        };
    }

    private static Object whole(Column column, BigDecimal sum) {
        try {
            return sum.longValueExact();
        } catch (ArithmeticException e) {
            throw FaultCode.INVALID_ARGUMENT.fault("The sum of " + column + " is greater than 64 bits hold.");
        }
    }

    private static Object money(Column column, BigDecimal number) {
        return column.attribute().type() instanceof MoneyType ? new Money(number) : number;
    }
}
