package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One search, newest first. It looks into the live rows and into the days of history from the newest to the oldest, and
 * stops when the page is full: no older day can hold a newer id than the highest it is known to have. Where no index
 * carries the conditions it walks the rows in steps of the key, for as long as a person would wait; then it says how far
 * it came, and the next page goes on there.
 */
final class SearchRun {

    /** As long as a person waits without asking what is wrong. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    static final int FIRST_STEP = 2_000;
    private static final int LONGEST_STEP = 50_000;
    /** Whoever waits for less than a second is not kept by one step. */
    static final int SHORT_STEP = 8_000;

    private static final String CANCELED_BY_TIME_OUT = "57014";

    private final QueueStore store;
    private final SearchSql sql;
    private final Search search;
    private final int wanted;
    private final long deadline;
    private final int longestStep;
    private final NavigableMap<UUID, AsyncOperation> found = new TreeMap<>(IdOrder.INSTANCE.reversed());
    /** Everything from this id upwards has been seen; null when everything has. */
    private @Nullable UUID floor;

    SearchRun(QueueStore store, Search search) throws SQLException {
        this(store, search, PATIENCE);
    }

    /** @param patience after which it answers with what it has */
    SearchRun(QueueStore store, Search search, Duration patience) throws SQLException {
        this.store = store;
        this.search = search;
        this.sql = new SearchSql(search, store.organizations().number(search.organization()));
        this.wanted = search.limit() + 1;
        this.deadline = store.clock().nanos() + patience.toNanos();
        this.longestStep = patience.toSeconds() < 1 ? SHORT_STEP : LONGEST_STEP;
    }

    SystemJobs.Page run() throws SQLException {
        UUID below = sql.afterId();
        List<SearchSql.Place> places =
                sql.places(store.partitions().days().all(), store.clock().now(), below);
        try {
            store.database().inTransaction(connection -> {
                // Run again when PostgreSQL gave it up for another's sake.
                found.clear();
                floor = null;
                SystemJobs.limitTime(connection);
                look(connection, places, below);
                return found;
            });
        } catch (SQLException e) {
            if (!CANCELED_BY_TIME_OUT.equals(e.getSQLState())) {
                throw e;
            }
            throw ErrorCode.SERVER_BUSY.fault("The search took too long; ask for a shorter time or another condition.");
        }
        return page();
    }

    private void look(Connection connection, List<SearchSql.Place> places, @Nullable UUID below) throws SQLException {
        for (SearchSql.Place place : places) {
            UUID highest = place.highest();
            if (highest != null && (isFull(successor(highest)) || isLate())) {
                raise(successor(highest));
                return;
            }
            probe(connection, place, below);
        }
    }

    private void probe(Connection connection, SearchSql.Place place, @Nullable UUID below) throws SQLException {
        UUID top = below;
        int got = 0;
        int step = place.way() == SearchSql.Way.EVERY ? wanted : FIRST_STEP;
        while (true) {
            UUID bottom = place.way() == SearchSql.Way.DIRECT ? null : sql.boundary(connection, place, top, step);
            List<AsyncOperation> rows = sql.rows(connection, place, new SearchSql.Span(bottom, top), wanted - got);
            rows.forEach(operation -> found.putIfAbsent(operation.id(), operation));
            got += rows.size();
            if (got >= wanted) {
                raise(rows.getLast().id());
                return;
            }
            if (bottom == null) {
                return;
            }
            if (isLate()) {
                raise(bottom);
                return;
            }
            top = bottom;
            step = Math.min(step * 4, longestStep);
        }
    }

    private boolean isLate() {
        return store.clock().nanos() - deadline > 0;
    }

    private void raise(UUID id) {
        UUID known = floor;
        floor = known == null || IdOrder.INSTANCE.compare(id, known) > 0 ? id : known;
    }

    /** Whether the page is full with what is certain when nothing below this id is looked at. */
    private boolean isFull(UUID id) {
        UUID known = floor;
        UUID from = known == null || IdOrder.INSTANCE.compare(id, known) > 0 ? id : known;
        return found.headMap(from, true).size() >= wanted;
    }

    private SystemJobs.Page page() {
        UUID from = floor;
        List<AsyncOperation> certain = new ArrayList<>((from == null ? found : found.headMap(from, true)).values());
        if (certain.size() >= wanted) {
            List<AsyncOperation> page = List.copyOf(certain.subList(0, search.limit()));
            return new SystemJobs.Page(page, page.getLast().id().toString(), null);
        }
        return from == null
                ? new SystemJobs.Page(List.copyOf(certain), null, null)
                : new SystemJobs.Page(List.copyOf(certain), from.toString(), UuidV7.timeOf(from));
    }

    private static UUID successor(UUID id) {
        long low = id.getLeastSignificantBits() + 1;
        return new UUID(low == 0 ? id.getMostSignificantBits() + 1 : id.getMostSignificantBits(), low);
    }
}
