package io.nightshift.platform.query;

import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Filter.Among;
import io.nightshift.platform.query.Filter.And;
import io.nightshift.platform.query.Filter.Chosen;
import io.nightshift.platform.query.Filter.Compared;
import io.nightshift.platform.query.Filter.ComparedColumns;
import io.nightshift.platform.query.Filter.Exists;
import io.nightshift.platform.query.Filter.Like;
import io.nightshift.platform.query.Filter.Not;
import io.nightshift.platform.query.Filter.Null;
import io.nightshift.platform.query.Filter.Or;
import io.nightshift.sdk.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Filters and joins over entities in memory. Also usable for a single record, as conditions of workflows and steps are:
 * then {@code rows} gives what is linked to it.
 */
final class MemoryFilters {

    private final Function<String, ? extends Collection<Entity>> rows;

    /** @param rows the rows of an entity, by its logical name */
    MemoryFilters(Function<String, ? extends Collection<Entity>> rows) {
        this.rows = rows;
    }

    boolean holds(Filter filter, MemoryRow row) {
        return truth(filter, row) == Truth.TRUE;
    }

    Truth truth(Filter filter, MemoryRow row) {
        return switch (filter) {
            case And and -> and.parts().stream().map(part -> truth(part, row)).reduce(Truth.TRUE, Truth::and);
            case Or or -> or.parts().stream().map(part -> truth(part, row)).reduce(Truth.FALSE, Truth::or);
            case Not not -> truth(not.part(), row).not();
            case Null isNull -> Truth.of(row.value(isNull.column()) == null);
            case Compared compared -> {
                Object value = row.comparedKey(compared.column());
                yield value == null
                        ? Truth.UNKNOWN
                        : Truth.of(compared.comparison().holds(compare(compared.column(), value, compared.value())));
            }
            case ComparedColumns columns -> {
                Object one = row.comparedKey(columns.column());
                Object other = row.comparedKey(columns.other());
                yield one == null || other == null
                        ? Truth.UNKNOWN
                        : Truth.of(columns.comparison().holds(compare(columns.column(), one, other)));
            }
            case Among among -> {
                Object value = row.comparedKey(among.column());
                yield value == null
                        ? Truth.UNKNOWN
                        : Truth.of(among.values().stream()
                                .anyMatch(candidate -> compare(among.column(), value, candidate) == 0));
            }
            case Like like -> {
                Object value = row.key(like.column());
                yield value == null ? Truth.UNKNOWN : Truth.of(like.pattern().matches((String) value));
            }
            case Chosen chosen -> {
                Object value = row.key(chosen.column());
                yield value == null
                        ? Truth.UNKNOWN
                        : Truth.of(((List<?>) value).stream().anyMatch(chosen.options()::contains));
            }
            case Exists exists -> Truth.of(!partners(exists.link(), row).isEmpty());
        };
    }

    private static int compare(Column column, Object one, Object other) {
        return column.kind().compare(one, other);
    }

    /** The row with everything that is joined to it: none, one or several. */
    List<MemoryRow> joined(MemoryRow row, List<Join> joins) {
        List<MemoryRow> all = List.of(row);
        for (Join join : joins) {
            List<MemoryRow> next = new ArrayList<>();
            for (MemoryRow one : all) {
                List<MemoryRow> partners = partners(join, one);
                next.addAll(partners.isEmpty() && join.outer() ? List.of(without(one, join)) : partners);
            }
            all = next;
        }
        return all;
    }

    private static MemoryRow without(MemoryRow row, Join join) {
        MemoryRow without = row.with(join.source().alias(), null);
        for (Join inner : join.joins()) {
            without = without(without, inner);
        }
        return without;
    }

    /** A partner is joined further before its criteria are asked, because an inner join that fails makes it none. */
    private List<MemoryRow> partners(Join join, MemoryRow row) {
        @Nullable Object from = row.comparedKey(join.from());
        List<MemoryRow> partners = new ArrayList<>();
        if (from == null) {
            return partners;
        }
        for (Entity entity : rows.apply(join.source().entity())) {
            MemoryRow candidate = row.with(join.source().alias(), entity);
            Object to = candidate.comparedKey(join.toColumn());
            if (to != null && compare(join.from(), from, to) == 0) {
                for (MemoryRow whole : joined(candidate, join.joins())) {
                    if (holds(join.filter(), whole)) {
                        partners.add(whole);
                    }
                }
            }
        }
        return partners;
    }
}
