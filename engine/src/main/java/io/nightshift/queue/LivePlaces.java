package io.nightshift.queue;

import io.nightshift.operation.Cause;
import io.nightshift.operation.StatusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a search looks among the operations that have not ended. What waits lies in the order of its ids for each cause, so
 * that few of them are found among millions of others.
 */
final class LivePlaces {

    /** What has an index of its own. */
    private static final Set<SearchField> INDEXED =
            EnumSet.of(SearchField.TOKEN, SearchField.PARENT, SearchField.REGARDING);

    private final Search search;
    private final List<StatusCode> statuses;

    /** @param statuses those that the search allows */
    LivePlaces(Search search, List<StatusCode> statuses) {
        this.search = search;
        this.statuses = statuses.stream().filter(status -> !status.isFinal()).toList();
    }

    List<SearchSql.Place> places() {
        Optional<List<String>> causes = search.only(SearchField.CAUSE);
        if (causes.isEmpty() && !isWaiting()) {
            return List.of(place(""));
        }
        Object[] codes = causes.isPresent()
                ? (Integer[]) SearchField.CAUSE.value(causes.get())
                : Arrays.stream(Cause.values()).map(Cause::code).toArray();
        List<SearchSql.Place> places = new ArrayList<>();
        for (Object code : codes) {
            places.add(place(" AND statuscode = 10 AND cause = " + code));
        }
        // What is pausing has a cause, too.
        if (statuses.contains(StatusCode.PAUSING)) {
            places.add(new SearchSql.Place(
                    "operation", SearchSql.LIVE + " AND node_id IS NOT NULL", null, SearchSql.Way.DIRECT));
        }
        return places;
    }

    private SearchSql.Place place(String sql) {
        return new SearchSql.Place("operation", SearchSql.LIVE + sql, null, way());
    }

    /** Whether all that can match is claimed by a node. */
    boolean isRunning() {
        return statuses.stream().noneMatch(s -> s == StatusCode.WAITING_FOR_RESOURCES || s == StatusCode.WAITING);
    }

    private boolean isWaiting() {
        return statuses.equals(List.of(StatusCode.WAITING));
    }

    private SearchSql.Way way() {
        if (isAll()) {
            return SearchSql.Way.EVERY;
        }
        return isRunning() || search.conditions().stream().anyMatch(condition -> INDEXED.contains(condition.field()))
                ? SearchSql.Way.DIRECT
                : SearchSql.Way.WALK;
    }

    /** Whether every row of a place matches. */
    private boolean isAll() {
        boolean every =
                Arrays.stream(StatusCode.values()).filter(s -> !s.isFinal()).allMatch(statuses::contains);
        return search.conditions().stream()
                .allMatch(condition -> SearchSql.WIDE.contains(condition.field())
                        || (condition.field() == SearchField.STATUS && (every || isWaiting()))
                        || condition.field() == SearchField.CAUSE);
    }
}
