package io.nightshift.platform.query;

import io.nightshift.platform.query.Expression.Aggregate;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Query.Key;
import io.nightshift.platform.query.Query.Order;
import io.nightshift.platform.query.Query.Page;
import io.nightshift.sdk.Entity;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers queries from entities in memory, as {@link SqlQueries} does from tables. */
final class MemoryQueries {

    private final Function<String, ? extends Collection<Entity>> rows;
    private final MemoryFilters filters;

    /** @param rows the rows of an entity, by its logical name */
    MemoryQueries(Function<String, ? extends Collection<Entity>> rows) {
        this.rows = rows;
        this.filters = new MemoryFilters(rows);
    }

    Answer answer(Query query, ZoneId zone) {
        List<MemoryRow> matching = new ArrayList<>();
        for (Entity entity : rows.apply(query.root().entity())) {
            MemoryRow alone = MemoryRow.of(query.root().alias(), entity);
            filters.joined(alone, query.joins()).stream()
                    .filter(row -> filters.holds(query.filter(), row))
                    .forEach(matching::add);
        }
        return query.grouped() ? grouped(query, matching, new MemoryGroups(query, zone)) : plain(query, matching);
    }

    private static Answer plain(Query query, List<MemoryRow> matching) {
        List<Key> keys = query.keys();
        Comparator<MemoryRow> order = (_, _) -> 0;
        for (Key key : keys) {
            order = order.thenComparing(
                    row -> row.key(key.column()), nullsFirst(key.column().kind(), key.descending()));
        }
        matching.sort(order);
        Page page = query.page();
        PagingCookie cookie = page.cookie().isEmpty() ? null : PagingCookie.read(page.cookie(), keys);
        long skip = (page.number() - 1L) * page.size();
        List<MemoryRow> from = matching;
        if (cookie != null && page.number() > cookie.page()) {
            skip = (page.number() - cookie.page() - 1L) * page.size();
            from = matching.stream().filter(row -> isAfter(row, keys, cookie)).toList();
        }
        List<MemoryRow> found = from.stream().skip(skip).limit(page.size() + 1L).toList();
        boolean more = !page.top() && found.size() > page.size();
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (MemoryRow row : found.subList(0, Math.min(found.size(), page.size()))) {
            List<@Nullable Object> one = new ArrayList<>();
            query.outputs()
                    .forEach(output -> one.add(row.shown(output.expression().column())));
            values.add(one);
        }
        return new Answer(
                values,
                more,
                more ? cookie(keys, found.get(page.size() - 1), page.number()) : null,
                total(page, matching.size()));
    }

    private static String cookie(List<Key> keys, MemoryRow last, int number) {
        List<@Nullable Object> values = new ArrayList<>();
        keys.forEach(key -> values.add(last.key(key.column())));
        return new PagingCookie(number, values).write(keys);
    }

    private static boolean isAfter(MemoryRow row, List<Key> keys, PagingCookie cookie) {
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            int compared = nullsFirst(key.column().kind(), key.descending())
                    .compare(row.key(key.column()), cookie.last().get(i));
            if (compared != 0) {
                return compared > 0;
            }
        }
        return false;
    }

    private static Comparator<@Nullable Object> nullsFirst(ValueKind kind, boolean descending) {
        Comparator<@Nullable Object> ascending = (one, other) -> {
            if (one == null || other == null) {
                return one == other ? 0 : one == null ? -1 : 1;
            }
            return kind.compare(one, other);
        };
        return descending ? ascending.reversed() : ascending;
    }

    private static int total(Page page, int size) {
        return page.countTotal() ? Math.min(size, Answer.MOST_COUNTED + 1) : -1;
    }

    private static Answer grouped(Query query, List<MemoryRow> matching, MemoryGroups groups) {
        Map<List<@Nullable Object>, List<MemoryRow>> members = new LinkedHashMap<>();
        matching.forEach(row ->
                members.computeIfAbsent(groups.key(row), _ -> new ArrayList<>()).add(row));
        if (query.groups().isEmpty()) {
            members.putIfAbsent(List.of(), List.of());
        }
        List<Map.Entry<List<@Nullable Object>, List<MemoryRow>>> sorted = new ArrayList<>(members.entrySet());
        Comparator<Map.Entry<List<@Nullable Object>, List<MemoryRow>>> order = (_, _) -> 0;
        for (Order key : query.orders()) {
            order = order.thenComparing(
                    entry -> groups.ordered(key.expression(), entry.getValue()),
                    nullsFirst(kind(key.expression()), key.descending()));
        }
        for (Expression group : query.groups()) {
            order = order.thenComparing(
                    entry -> groups.ordered(group, entry.getValue()), nullsFirst(kind(group), false));
        }
        sorted.sort(order);
        Page page = query.page();
        long skip = (page.number() - 1L) * page.size();
        boolean more = !page.top() && sorted.size() > skip + page.size();
        List<List<@Nullable Object>> values = sorted.stream()
                .skip(skip)
                .limit(page.size())
                .map(entry -> groups.values(entry.getValue()))
                .toList();
        return new Answer(
                values,
                more,
                more ? new PagingCookie(page.number(), List.of()).write(List.of()) : null,
                total(page, sorted.size()));
    }

    private static ValueKind kind(Expression expression) {
        return switch (expression) {
            case Column column -> column.kind();
            case Expression.DatePart _ -> ValueKind.WHOLE;
            case Aggregate aggregate ->
                switch (aggregate.type()) {
                    case COUNT, COUNT_COLUMN -> ValueKind.WHOLE;
                    case SUM, AVG ->
                        aggregate.column().kind() == ValueKind.FLOATING ? ValueKind.FLOATING : ValueKind.DECIMAL;
                    default -> aggregate.column().kind();
                };
        };
    }
}
