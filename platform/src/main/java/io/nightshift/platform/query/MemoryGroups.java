package io.nightshift.platform.query;

import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.platform.query.Expression.Aggregate;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Expression.DatePart;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.DateTimeGrouping;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a group of rows in memory has as values. */
final class MemoryGroups {

    private final Query query;
    private final ZoneId zone;

    MemoryGroups(Query query, ZoneId zone) {
        this.query = query;
        this.zone = zone;
    }

    /** What the rows of a group have in common. */
    List<@Nullable Object> key(MemoryRow row) {
        List<@Nullable Object> key = new ArrayList<>();
        query.groups().forEach(group -> key.add(group(group, row)));
        return key;
    }

    private @Nullable Object group(Expression group, MemoryRow row) {
        if (!(group instanceof DatePart part)) {
            return row.comparedKey(group.column());
        }
        Object value = row.key(part.column());
        return value == null ? null : (long) part(part.part(), day(value));
    }

    private LocalDate day(Object value) {
        return switch (value) {
            case Instant moment -> LocalDate.ofInstant(moment, zone);
            case LocalDateTime time -> time.toLocalDate();
            default -> (LocalDate) value;
        };
    }

    private static int part(DateTimeGrouping part, LocalDate day) {
        return switch (part) {
            case DAY -> day.getDayOfMonth();
            case WEEK -> day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTH -> day.getMonthValue();
            case QUARTER -> day.get(IsoFields.QUARTER_OF_YEAR);
            case YEAR -> day.get(ChronoField.YEAR);
            case NONE -> throw new IllegalStateException("A part of a date names one.");
        };
    }

    /** What a group is ordered by. */
    @Nullable
    Object ordered(Expression expression, List<MemoryRow> members) {
        return switch (expression) {
            case Aggregate aggregate -> computed(aggregate, members);
            default -> group(expression, members.getFirst());
        };
    }

    List<@Nullable Object> values(List<MemoryRow> members) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Query.Output output : query.outputs()) {
            values.add(
                    switch (output.expression()) {
                        case Column column -> shown(column, members);
                        case DatePart part -> {
                            Object number = group(part, members.getFirst());
                            yield number == null ? null : (Object) ((Long) number).intValue();
                        }
                        case Aggregate aggregate -> result(aggregate, members);
                    });
        }
        return values;
    }

    /** Of texts that differ only in case the first; of times that differ only in fractions the whole second. */
    private static @Nullable Object shown(Column column, List<MemoryRow> members) {
        return switch (column.kind()) {
            case TEXT ->
                members.stream()
                        .map(row -> (String) row.value(column))
                        .filter(Objects::nonNull)
                        .min(FoldedText::compare)
                        .orElse(null);
            default -> members.getFirst().shown(column);
        };
    }

    private @Nullable Object result(Aggregate aggregate, List<MemoryRow> members) {
        Column column = aggregate.column();
        if (aggregate.type() == AggregateType.AVG && column.kind() != ValueKind.FLOATING) {
            List<BigDecimal> numbers = numbers(column, members);
            return Aggregates.average(column, numbers.isEmpty() ? null : sum(numbers), numbers.size());
        }
        return Aggregates.value(aggregate, computed(aggregate, members));
    }

    private static @Nullable Object computed(Aggregate aggregate, List<MemoryRow> members) {
        Column column = aggregate.column();
        List<Object> values = members.stream()
                .map(row -> row.key(column))
                .filter(Objects::nonNull)
                .map(Object.class::cast)
                .toList();
        return switch (aggregate.type()) {
            case COUNT -> (long) members.size();
            case COUNT_COLUMN ->
                aggregate.distinct()
                        ? values.stream()
                                .map(column.kind()::compared)
                                .distinct()
                                .count()
                        : (long) values.size();
            case SUM -> values.isEmpty() ? null : total(column, members);
            case AVG -> values.isEmpty() ? null : average(column, members, values.size());
            case MIN -> values.stream().min(column.kind()::compare).orElse(null);
            case MAX -> values.stream().max(column.kind()::compare).orElse(null);
            case NONE -> throw new IllegalStateException("An aggregate computes something.");
        };
    }

    private static Object total(Column column, List<MemoryRow> members) {
        BigDecimal sum = sum(numbers(column, members));
        return column.kind() == ValueKind.FLOATING ? (Object) sum.doubleValue() : sum;
    }

    private static Object average(Column column, List<MemoryRow> members, int count) {
        BigDecimal sum = sum(numbers(column, members));
        return column.kind() == ValueKind.FLOATING
                ? (Object) (sum.doubleValue() / count)
                : sum.divide(BigDecimal.valueOf(count), 2 * Aggregates.DIGITS, java.math.RoundingMode.HALF_UP);
    }

    private static List<BigDecimal> numbers(Column column, List<MemoryRow> members) {
        return members.stream()
                .map(row -> row.key(column))
                .filter(Objects::nonNull)
                .map(value -> new BigDecimal(value.toString()))
                .toList();
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
