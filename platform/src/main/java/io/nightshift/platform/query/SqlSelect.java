package io.nightshift.platform.query;

import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.query.Expression.Aggregate;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Expression.DatePart;
import io.nightshift.platform.query.Query.Key;
import io.nightshift.platform.query.Query.Order;
import io.nightshift.platform.query.Query.Output;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.DateTimeGrouping;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** A query as a statement. Its columns are called $0, $1 and so on: those of the outputs first, then the keys. */
final class SqlSelect {

    private final Query query;
    private final SqlFilters filters;
    private final ZoneId zone;
    private final Table<?> from;
    private final Condition where;
    private final List<Key> keys;
    private final Map<Expression, Field<?>> groups = new LinkedHashMap<>();

    SqlSelect(Query query, Organization organization, ZoneId zone) {
        this.query = query;
        this.filters = new SqlFilters(organization);
        this.zone = zone;
        this.from = filters.from(query.root(), query.joins());
        this.where = filters.condition(query.filter()).and(filters.condition(OperationTimes.implied(query)));
        this.keys = query.grouped() ? List.of() : query.keys();
    }

    /** The keys of the order, whose values follow those of the outputs. */
    List<Key> keys() {
        return keys;
    }

    /** One row more than the page has, which tells whether there is a further one. */
    Select<?> page(DSLContext sql, List<Segment> segments, long offset) {
        long limit = query.page().size() + 1L;
        if (query.grouped()) {
            return grouped(sql).orderBy(groupedOrder()).limit(DSL.val(limit)).offset(DSL.val(offset));
        }
        if (segments.size() > 1
                && !keys.getFirst().column().alias().equals(query.root().alias())) {
            return together(sql, segments, limit, offset);
        }
        if (segments.size() == 1) {
            return segment(sql, segments.getFirst(), limit, offset);
        }
        // PostgreSQL takes the parts one after another and stops when there is enough: a part with a limit is never run
        // by
        // several workers at once.
        Select<Record> all = null;
        for (Segment segment : segments) {
            Select<Record> part = segment(sql, segment, limit + offset, 0);
            all = all == null ? part : all.unionAll(part);
        }
        if (all == null) {
            return segment(sql, new Segment(List.of(), Segment.Bound.FREE, null), 0, 0);
        }
        return sql.select(DSL.asterisk())
                .from(all.asTable("parts"))
                .limit(DSL.val(limit))
                .offset(DSL.val(offset));
    }

    /** The number of rows, as far as {@code limit}. */
    Select<?> count(DSLContext sql, int limit) {
        Select<?> rows = query.grouped()
                ? grouped(sql).limit(DSL.val((long) limit))
                : sql.select(DSL.val(1).as("one")).from(from).where(where).limit(DSL.val((long) limit));
        return sql.selectCount().from(rows.asTable("counted"));
    }

    private Select<Record> segment(DSLContext sql, Segment segment, long limit, long offset) {
        List<SortField<?>> order = new ArrayList<>();
        for (int i = segment.fixed().size(); i < keys.size(); i++) {
            Key key = keys.get(i);
            boolean first = i == segment.fixed().size();
            if (!first || segment.bound() != Segment.Bound.ABSENT) {
                boolean nulls = key.nullable() && (!first || segment.bound() == Segment.Bound.FREE);
                order.add(sorted(filters.key(key.column()), key.descending(), nulls));
            }
        }
        return rows(sql, within(segment), order, limit, offset);
    }

    /**
     * All segments by one condition. No index gives the rows in the order of a linked column, so that each page reads them
     * all; then once is better than once for each segment.
     */
    private Select<Record> together(DSLContext sql, List<Segment> segments, long limit, long offset) {
        List<SortField<?>> order = new ArrayList<>();
        keys.forEach(key -> order.add(sorted(filters.key(key.column()), key.descending(), key.nullable())));
        Condition any = DSL.or(segments.stream().map(this::within).toList());
        return rows(sql, any, order, limit, offset);
    }

    private Select<Record> rows(DSLContext sql, Condition within, List<SortField<?>> order, long limit, long offset) {
        List<Field<?>> fields = new ArrayList<>();
        query.outputs().forEach(output -> addOutput(fields, output));
        keys.forEach(key -> fields.add(filters.key(key.column())));
        return sql.select(named(fields))
                .from(from)
                .where(where.and(within))
                .orderBy(order)
                .limit(DSL.val(limit))
                .offset(DSL.val(offset));
    }

    private Condition within(Segment segment) {
        Condition within = DSL.noCondition();
        for (int i = 0; i <= segment.fixed().size() && i < keys.size(); i++) {
            Key key = keys.get(i);
            Field<Object> field = filters.key(key.column());
            if (i == segment.fixed().size()) {
                within = within.and(bound(segment, key, field));
                continue;
            }
            Object value = segment.fixed().get(i);
            within = within.and(value == null ? field.isNull() : field.eq(filters.parameter(key.column(), value)));
        }
        return within;
    }

    private Condition bound(Segment segment, Key key, Field<Object> field) {
        Object after = segment.after();
        return switch (segment.bound()) {
            case FREE -> DSL.noCondition();
            case PRESENT -> field.isNotNull();
            case ABSENT -> field.isNull();
            case AFTER -> {
                Field<Object> value = filters.parameter(key.column(), Objects.requireNonNull(after));
                yield key.descending() ? field.lt(value) : field.gt(value);
            }
        };
    }

    /** Without nulls the order is that of an ordinary index, read from either end. */
    private static SortField<?> sorted(Field<?> field, boolean descending, boolean nulls) {
        SortField<?> sorted = descending ? field.desc() : field.asc();
        return !nulls ? sorted : descending ? sorted.nullsLast() : sorted.nullsFirst();
    }

    private static List<Field<?>> named(List<Field<?>> fields) {
        List<Field<?>> named = new ArrayList<>();
        for (Field<?> field : fields) {
            named.add(field.as(DSL.name(name(named.size()))));
        }
        return named;
    }

    private void addOutput(List<Field<?>> fields, Output output) {
        Column column = output.expression().column();
        fields.add(filters.value(column));
        String type = column.attribute().typeColumnName();
        if (type != null) {
            fields.add(filters.type(column, type));
        }
    }

    private org.jooq.SelectHavingStep<Record> grouped(DSLContext sql) {
        groups.clear();
        List<Field<?>> fields = new ArrayList<>();
        for (Output output : query.outputs()) {
            switch (output.expression()) {
                case Column column -> addGroup(fields, column);
                case DatePart part -> fields.add(parameterized(part, part(part), fields.size()));
                case Aggregate aggregate -> addAggregate(fields, aggregate);
            }
        }
        var rows = sql.select(named(fields)).from(from).where(where);
        return groups.isEmpty() ? rows : rows.groupBy(groups.values());
    }

    /** Text that differs only in case is one group, shown as the first of its texts. */
    private void addGroup(List<Field<?>> fields, Column column) {
        switch (column.kind()) {
            case TEXT -> {
                groups.putIfAbsent(column, filters.key(column));
                fields.add(DSL.min(filters.value(column)));
            }
            case MOMENT, WALL_TIME -> fields.add(parameterized(column, filters.comparedKey(column), fields.size()));
            default -> {
                groups.putIfAbsent(column, filters.key(column));
                fields.add(filters.value(column));
            }
        }
        String type = column.attribute().typeColumnName();
        if (type != null) {
            fields.add(DSL.min(filters.type(column, type)));
        }
    }

    /**
     * What a group with a parameter in it shows. Asked for once more, it is the least of the group, all of which are the same:
     * the group has the name of the first.
     */
    private Field<?> parameterized(Expression expression, Field<?> shown, int index) {
        return groups.putIfAbsent(expression, result(index)) == null ? shown : DSL.min(shown);
    }

    /**
     * A column of the result, by its name. What has a parameter in it is grouped and ordered by this name, because to
     * PostgreSQL two parameters are never the same.
     */
    private static Field<?> result(int index) {
        return DSL.field(DSL.name(name(index)));
    }

    /** No attribute can be called so. */
    private static String name(int index) {
        return "$" + index;
    }

    /** An average is divided by us, from sum and count, so that it is as exact as we say. */
    private void addAggregate(List<Field<?>> fields, Aggregate aggregate) {
        if (aggregate.type() == AggregateType.AVG && aggregate.column().kind() != ValueKind.FLOATING) {
            fields.add(sum(aggregate.column()));
            fields.add(DSL.count(filters.value(aggregate.column())));
        } else {
            fields.add(computed(aggregate));
        }
    }

    private Field<?> sum(Column column) {
        return DSL.sum(filters.value(column).coerce(SQLDataType.NUMERIC));
    }

    private Field<?> computed(Aggregate aggregate) {
        Column column = aggregate.column();
        Field<?> value = filters.value(column);
        return switch (aggregate.type()) {
            case COUNT -> DSL.count();
            case COUNT_COLUMN ->
                aggregate.distinct() ? DSL.countDistinct(filters.comparedKey(column)) : DSL.count(value);
            case SUM ->
                column.kind() == ValueKind.FLOATING
                        ? DSL.aggregate(DSL.name("sum"), SQLDataType.DOUBLE, value)
                        : sum(column);
            case AVG ->
                column.kind() == ValueKind.FLOATING
                        ? DSL.aggregate(DSL.name("avg"), SQLDataType.DOUBLE, value)
                        : DSL.avg(value.coerce(SQLDataType.NUMERIC));
            case MIN -> DSL.min(value);
            case MAX -> DSL.max(value);
            case NONE -> throw new IllegalStateException("An aggregate computes something.");
        };
    }

    private Field<Integer> part(DatePart part) {
        Column column = part.column();
        Field<?> value = filters.value(column);
        Field<?> local = column.kind() == ValueKind.MOMENT
                ? DSL.function(
                        DSL.name("timezone"), SQLDataType.LOCALDATETIME, DSL.val(zone.getId(), SQLDataType.CLOB), value)
                : value;
        return DSL.extract(local, datePart(part.part()));
    }

    private static org.jooq.DatePart datePart(DateTimeGrouping part) {
        return switch (part) {
            case DAY -> org.jooq.DatePart.DAY;
            case WEEK -> org.jooq.DatePart.WEEK;
            case MONTH -> org.jooq.DatePart.MONTH;
            case QUARTER -> org.jooq.DatePart.QUARTER;
            case YEAR -> org.jooq.DatePart.YEAR;
            case NONE -> throw new IllegalStateException("A part of a date names one.");
        };
    }

    /** To be called after {@link #grouped}, which finds the groups. */
    private List<SortField<?>> groupedOrder() {
        List<SortField<?>> sorted = new ArrayList<>();
        for (Order order : query.orders()) {
            Field<?> field = order.expression() instanceof Aggregate aggregate
                    ? computed(aggregate)
                    : groups.get(order.expression());
            sorted.add(sorted(Objects.requireNonNull(field), order.descending(), true));
        }
        groups.values().forEach(group -> sorted.add(sorted(group, false, true)));
        return sorted;
    }
}
