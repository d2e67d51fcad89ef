package io.nightshift.platform.query;

import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Filter.And;
import io.nightshift.platform.query.Filter.Compared;
import io.nightshift.platform.query.Filter.Comparison;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.ConditionOperator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators that speak of days and of this moment, as comparisons with fixed bounds. A day begins in the caller's time
 * zone when the attribute is a moment, and at its own midnight otherwise. A moment is taken in whole seconds.
 */
final class DateFilters {

    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private final QueryContext context;
    private final Values values;
    private final LocalDate today;

    DateFilters(QueryContext context, Values values) {
        this.context = context;
        this.values = values;
        this.today = LocalDate.ofInstant(context.now(), context.zone());
    }

    Filter filter(Column column, ConditionOperator operator, @Nullable Object value) {
        LocalDate week = today.with(TemporalAdjusters.previousOrSame(context.weekStart()));
        LocalDate month = today.withDayOfMonth(1);
        LocalDate year = today.withDayOfYear(1);
        return switch (operator) {
            case YESTERDAY -> days(column, today.minusDays(1), today);
            case TODAY -> days(column, today, today.plusDays(1));
            case TOMORROW -> days(column, today.plusDays(1), today.plusDays(2));
            case LAST_WEEK -> days(column, week.minusWeeks(1), week);
            case THIS_WEEK -> days(column, week, week.plusWeeks(1));
            case NEXT_WEEK -> days(column, week.plusWeeks(1), week.plusWeeks(2));
            case LAST_MONTH -> days(column, month.minusMonths(1), month);
            case THIS_MONTH -> days(column, month, month.plusMonths(1));
            case NEXT_MONTH -> days(column, month.plusMonths(1), month.plusMonths(2));
            case LAST_YEAR -> days(column, year.minusYears(1), year);
            case THIS_YEAR -> days(column, year, year.plusYears(1));
            case NEXT_YEAR -> days(column, year.plusYears(1), year.plusYears(2));
            case LAST_7_DAYS -> last(column, Period.ofDays(7));
            case NEXT_7_DAYS -> next(column, Period.ofDays(7));
            case ON, NOT_ON, ON_OR_AFTER, ON_OR_BEFORE -> on(column, operator, values.day(column.attribute(), value));
            default -> counted(column, operator, values.amount(column.attribute(), value));
        };
    }

    private Filter on(Column column, ConditionOperator operator, LocalDate day) {
        return switch (operator) {
            case ON_OR_AFTER -> new Compared(column, Comparison.GE, start(column, day));
            case ON_OR_BEFORE -> new Compared(column, Comparison.LT, start(column, day.plusDays(1)));
            default -> days(column, day, day.plusDays(1));
        };
    }

    private Filter counted(Column column, ConditionOperator operator, int n) {
        return switch (operator) {
            case LAST_X_HOURS ->
                new And(List.of(
                        new Compared(column, Comparison.GE, ago(column, Duration.ofHours(n))), untilNow(column)));
            case NEXT_X_HOURS ->
                new And(List.of(
                        fromNow(column),
                        new Compared(
                                column,
                                Comparison.LE,
                                ago(column, Duration.ofHours(n).negated()))));
            case LAST_X_DAYS -> last(column, Period.ofDays(n));
            case NEXT_X_DAYS -> next(column, Period.ofDays(n));
            case LAST_X_WEEKS -> last(column, Period.ofWeeks(n));
            case NEXT_X_WEEKS -> next(column, Period.ofWeeks(n));
            case LAST_X_MONTHS -> last(column, Period.ofMonths(n));
            case NEXT_X_MONTHS -> next(column, Period.ofMonths(n));
            case LAST_X_YEARS -> last(column, Period.ofYears(n));
            case NEXT_X_YEARS -> next(column, Period.ofYears(n));
            case OLDER_THAN_X_MINUTES -> new Compared(column, Comparison.LT, ago(column, Duration.ofMinutes(n)));
            case OLDER_THAN_X_HOURS -> new Compared(column, Comparison.LT, ago(column, Duration.ofHours(n)));
            case OLDER_THAN_X_DAYS -> before(column, Period.ofDays(n));
            case OLDER_THAN_X_WEEKS -> before(column, Period.ofWeeks(n));
            case OLDER_THAN_X_MONTHS -> before(column, Period.ofMonths(n));
            case OLDER_THAN_X_YEARS -> before(column, Period.ofYears(n));
            default -> throw new IllegalArgumentException(operator.name());
        };
    }

    private Filter days(Column column, LocalDate from, LocalDate to) {
        return new And(List.of(
                new Compared(column, Comparison.GE, start(column, from)),
                new Compared(column, Comparison.LT, start(column, to))));
    }

    private Filter last(Column column, Period period) {
        return new And(
                List.of(new Compared(column, Comparison.GE, start(column, today.minus(period))), untilNow(column)));
    }

    private Filter next(Column column, Period period) {
        return new And(List.of(
                fromNow(column),
                new Compared(
                        column, Comparison.LT, start(column, today.plus(period).plusDays(1)))));
    }

    private Filter before(Column column, Period period) {
        return new Compared(column, Comparison.LT, start(column, today.minus(period)));
    }

    private Filter untilNow(Column column) {
        return new Compared(column, Comparison.LE, now(column));
    }

    private Filter fromNow(Column column) {
        return new Compared(column, Comparison.GE, now(column));
    }

    private Object now(Column column) {
        return column.kind() == ValueKind.DAY ? today : ago(column, Duration.ZERO);
    }

    private Object ago(Column column, Duration duration) {
        if (column.kind() == ValueKind.DAY) {
            throw FaultCode.QUERY_BAD_CONDITION.fault(
                    "The attribute " + column.attribute().logicalName()
                            + " has days without a time; hours and minutes cannot be asked of it.");
        }
        Instant moment = context.now().minus(duration).truncatedTo(ChronoUnit.SECONDS);
        return column.kind() == ValueKind.MOMENT ? moment : LocalDateTime.ofInstant(moment, context.zone());
    }

    private Object start(Column column, LocalDate day) {
        LocalDate known = day.isBefore(FIRST) ? FIRST : day.isAfter(LAST) ? LAST : day;
        return switch (column.kind()) {
            case MOMENT -> known.atStartOfDay(context.zone()).toInstant();
            case WALL_TIME -> known.atStartOfDay();
            default -> known;
        };
    }
}
