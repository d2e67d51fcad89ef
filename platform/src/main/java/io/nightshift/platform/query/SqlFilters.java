package io.nightshift.platform.query;

import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Filter.Among;
import io.nightshift.platform.query.Filter.And;
import io.nightshift.platform.query.Filter.Chosen;
import io.nightshift.platform.query.Filter.Compared;
import io.nightshift.platform.query.Filter.ComparedColumns;
import io.nightshift.platform.query.Filter.Comparison;
import io.nightshift.platform.query.Filter.Exists;
import io.nightshift.platform.query.Filter.Like;
import io.nightshift.platform.query.Filter.Not;
import io.nightshift.platform.query.Filter.Null;
import io.nightshift.platform.query.Filter.Or;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The sources and filters of one query as jOOQ expressions. Every value is a parameter; every name comes from the metadata
 * and is quoted. The tables get names of our own, so that no alias of a caller reaches the statement.
 */
final class SqlFilters {

    private static final char ESCAPE = '\\';

    private final Organization organization;
    private final Map<String, String> names = new HashMap<>();
    private int tables;

    SqlFilters(Organization organization) {
        this.organization = organization;
    }

    /** The source, and what is joined to it. */
    Table<?> from(Source source, List<Join> joins) {
        // A source may appear twice, once in each of two questions, so the number of aliases does not do.
        String name = "t" + tables++;
        names.put(source.alias(), name);
        Table<?> table = rows(source).as(DSL.name(name));
        for (Join join : joins) {
            Table<?> right = from(join.source(), join.joins());
            Condition on = matches(join);
            table = join.outer()
                    ? table.leftJoin(right).on(on)
                    : table.join(right).on(on);
        }
        return table;
    }

    /** Pairs have a table of their own; the rows of an entity lie where it says. */
    private Table<?> rows(Source source) {
        return organization
                .metadata()
                .find(source.entity())
                .map(entity -> RecordTable.of(organization, entity).rows())
                .orElseGet(() -> DSL.table(DSL.name(organization.schema(), source.entity())));
    }

    private Condition matches(Join join) {
        return equal(key(join.from()), key(join.toColumn())).and(condition(join.filter()));
    }

    private static <T> Condition equal(Field<T> one, Field<?> other) {
        return one.eq(other.coerce(one.getDataType()));
    }

    /** The column with the value itself. */
    Field<?> value(Column column) {
        return DSL.field(
                DSL.name(name(column), column.attribute().columnName()), RecordTable.dataType(column.attribute()));
    }

    /** The column with the entity of a reference that may name several. */
    Field<String> type(Column column, String typeColumn) {
        return DSL.field(DSL.name(name(column), typeColumn), RecordTable.TEXT);
    }

    /** The column by which values are compared and ordered: of text, the folded one. */
    Field<Object> key(Column column) {
        String folded = column.attribute().foldedColumnName();
        Field<?> field = folded == null ? value(column) : DSL.field(DSL.name(name(column), folded), RecordTable.TEXT);
        return untyped(field);
    }

    /** The same in whole seconds, if it is a time. */
    Field<Object> comparedKey(Column column) {
        return switch (column.kind()) {
            case MOMENT, WALL_TIME -> untyped(seconds(value(column)));
            default -> key(column);
        };
    }

    private static <T> Field<T> seconds(Field<T> time) {
        return DSL.function(DSL.name("date_trunc"), time.getDataType(), DSL.val("second", SQLDataType.CLOB), time);
    }

    @SuppressWarnings("unchecked")
    private static Field<Object> untyped(Field<?> field) {
        return (Field<Object>) field;
    }

    private String name(Column column) {
        String name = names.get(column.alias());
        if (name == null) {
            throw new IllegalStateException("The source " + column.alias() + " is not part of the statement.");
        }
        return name;
    }

    /** A value as a parameter of the column's type. */
    Field<Object> parameter(Column column, Object value) {
        return untyped(DSL.val(stored(value), parameterType(column)));
    }

    /** Whole numbers are asked for with 64 bits, so that one that no row can have is no error. */
    private static DataType<?> parameterType(Column column) {
        return column.kind() == ValueKind.WHOLE ? SQLDataType.BIGINT : RecordTable.dataType(column.attribute());
    }

    private static Object stored(Object value) {
        return value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value;
    }

    Condition condition(Filter filter) {
        return switch (filter) {
            case And and -> DSL.and(and.parts().stream().map(this::condition).toList());
            case Or or when or.parts().isEmpty() -> DSL.falseCondition();
            case Or or -> DSL.or(or.parts().stream().map(this::condition).toList());
            case Not not -> DSL.not(condition(not.part()));
            case Null isNull -> value(isNull.column()).isNull();
            case Compared compared -> compared(compared);
            case ComparedColumns columns ->
                compare(comparedKey(columns.column()), columns.comparison(), comparedKey(columns.other()));
            case Among among -> among(among);
            case Like like -> key(like.column()).like(like.pattern().sql(), ESCAPE);
            case Chosen chosen -> chosen(chosen);
            case Exists exists -> exists(exists.link());
        };
    }

    /** A time is compared in whole seconds by moving the bound, not the column, so that an index still serves. */
    private Condition compared(Compared compared) {
        Column column = compared.column();
        Field<Object> field = key(column);
        Field<Object> value = parameter(column, compared.value());
        Object second = switch (compared.value()) {
            case Instant moment -> moment.plusSeconds(1);
            case LocalDateTime time -> time.plusSeconds(1);
            default -> null;
        };
        if (second == null) {
            return compare(field, compared.comparison(), value);
        }
        Field<Object> next = parameter(column, second);
        return switch (compared.comparison()) {
            case EQ -> field.ge(value).and(field.lt(next));
            case LT -> field.lt(value);
            case LE -> field.lt(next);
            case GT -> field.ge(next);
            case GE -> field.ge(value);
        };
    }

    private static Condition compare(Field<Object> field, Comparison comparison, Field<Object> value) {
        return switch (comparison) {
            case EQ -> field.eq(value);
            case LT -> field.lt(value);
            case LE -> field.le(value);
            case GT -> field.gt(value);
            case GE -> field.ge(value);
        };
    }

    /** The values go as one array, however many they are. */
    private Condition among(Among among) {
        DataType<?> type = parameterType(among.column());
        Object[] values = (Object[]) java.lang.reflect.Array.newInstance(
                type.getType(), among.values().size());
        for (int i = 0; i < values.length; i++) {
            values[i] = stored(among.values().get(i));
        }
        return comparedKey(among.column()).eq(DSL.any(array(type, values)));
    }

    @SuppressWarnings("unchecked")
    private static Field<Object[]> array(DataType<?> type, Object[] values) {
        return (Field<Object[]>) (Field<?>) DSL.val(values, (DataType<Object[]>) (DataType<?>) type.array());
    }

    private Condition chosen(Chosen chosen) {
        Field<Object[]> options = array(SQLDataType.INTEGER, chosen.options().toArray(Integer[]::new));
        @SuppressWarnings("unchecked")
        Field<Object[]> column = (Field<Object[]>) (Field<?>) value(chosen.column());
        return DSL.arrayOverlap(column, options);
    }

    private Condition exists(Join link) {
        Table<?> table = from(link.source(), link.joins());
        return DSL.exists(DSL.selectOne().from(table).where(matches(link)));
    }
}
