package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A search in the order of a time: when operations ended, or when they go on. */
final class TimedSearch {

    private static final SqlFile TIMED = QueueSql.file("timed.sql");
    private static final UUID LOWEST = new UUID(0, 0);

    private final QueueStore store;
    private final Search search;
    private final Duration patience;
    private final SearchSql sql;

    TimedSearch(QueueStore store, Search search, Duration patience) throws SQLException {
        this.store = store;
        this.search = search;
        this.patience = patience;
        this.sql = new SearchSql(search, store.organizations().number(search.organization()));
    }

    SystemJobs.Page run() throws SQLException {
        SearchSql.TimeAndId after = after();
        List<HistoryDays.Day> days = store.partitions().days().all();
        return store.database().inTransaction(connection -> {
            SystemJobs.limitTime(connection);
            return search.order() == Search.Order.POSTPONED
                    ? postponed(connection, after)
                    : ended(connection, days, after);
        });
    }

    /**
     * Walks what time wakes in steps of its index, whoever's it is: a condition that few meet, or a million that go on at
     * the same moment, keep nobody waiting.
     */
    private SystemJobs.Page postponed(Connection connection, SearchSql.@Nullable TimeAndId after) throws SQLException {
        long start = store.clock().nanos();
        List<AsyncOperation> found = new ArrayList<>();
        SearchSql.TimeAndId above = after;
        int step = search.conditions().isEmpty() ? search.limit() + 1 : SearchRun.FIRST_STEP;
        while (true) {
            List<SearchSql.TimeAndId> asked = timed(connection, above, step);
            found.addAll(sql.postponed(connection, asked, search.limit() + 1 - found.size()));
            if (found.size() > search.limit() || asked.size() < step) {
                return page(found, AsyncOperation::postponeUntil);
            }
            SearchSql.TimeAndId last = asked.getLast();
            if (store.clock().nanos() - start > patience.toNanos()) {
                return new SystemJobs.Page(List.copyOf(found), last.time() + "/" + last.id(), last.time());
            }
            above = last;
            step = Math.min(step * 4, SearchRun.SHORT_STEP);
        }
    }

    private static List<SearchSql.TimeAndId> timed(Connection connection, SearchSql.@Nullable TimeAndId above, int most)
            throws SQLException {
        return TIMED.on(connection)
                .set("time", above == null ? null : above.time())
                .set("id", above == null ? null : above.id())
                .set("most", most)
                .query(row -> new SearchSql.TimeAndId(
                        Rows.requiredTime(row, "postpone_until"), Rows.requiredUuid(row, "operation_id")));
    }

    private SystemJobs.Page ended(
            Connection connection, List<HistoryDays.Day> days, SearchSql.@Nullable TimeAndId after)
            throws SQLException {
        long start = store.clock().nanos();
        Instant now = store.clock().now();
        List<AsyncOperation> found = new ArrayList<>();
        TreeSet<LocalDate> bounds = new TreeSet<>();
        days.stream().filter(day -> !day.isEmpty()).forEach(day -> {
            bounds.add(day.from());
            bounds.add(day.to());
        });
        while (bounds.size() > 1) {
            LocalDate to = Objects.requireNonNull(bounds.pollLast());
            LocalDate from = bounds.last();
            boolean isPassed = after != null
                    && !after.time().isAfter(from.atStartOfDay(ZoneOffset.UTC).toInstant());
            if (isPassed || !sql.isIn(from, to, now)) {
                continue;
            }
            found.addAll(sql.ended(connection, from, to, after, search.limit() + 1 - found.size()));
            if (found.size() > search.limit()) {
                return page(found, AsyncOperation::completedOn);
            }
            if (store.clock().nanos() - start > patience.toNanos() && bounds.size() > 1) {
                Instant back = from.atStartOfDay(ZoneOffset.UTC).toInstant();
                return new SystemJobs.Page(List.copyOf(found), back + "/" + LOWEST, back);
            }
        }
        return page(found, AsyncOperation::completedOn);
    }

    private interface TimeOf {
        @Nullable
        Instant of(AsyncOperation operation);
    }

    private SystemJobs.Page page(List<AsyncOperation> found, TimeOf time) {
        if (found.size() <= search.limit()) {
            return new SystemJobs.Page(List.copyOf(found), null, null);
        }
        List<AsyncOperation> page = List.copyOf(found.subList(0, search.limit()));
        AsyncOperation last = page.getLast();
        return new SystemJobs.Page(page, time.of(last) + "/" + last.id(), null);
    }

    private SearchSql.@Nullable TimeAndId after() {
        String after = search.after();
        if (after == null) {
            return null;
        }
        String[] parts = after.split("/", -1);
        try {
            if (parts.length == 2 && parts[1].length() == 36) {
                return new SearchSql.TimeAndId(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw SearchSql.wrongPage(after);
        }
        throw SearchSql.wrongPage(after);
    }
}
