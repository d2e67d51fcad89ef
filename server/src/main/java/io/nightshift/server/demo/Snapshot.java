package io.nightshift.server.demo;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StateCode;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The operations of a run as they stood at one moment.
 *
 * @param operations those enqueued by the demo, oldest first
 * @param tallies the occurrences of the recurring one, oldest first
 */
record Snapshot(List<AsyncOperation> operations, List<AsyncOperation> tallies) {

    static Snapshot take(SystemJobs jobs, DemoRun run) throws SQLException {
        Comparator<AsyncOperation> oldestFirst = Comparator.comparingLong(AsyncOperation::sequence);
        List<AsyncOperation> operations = new ArrayList<>();
        Search search = Search.all().correlation(run.id()).limit(Search.MAX_LIMIT);
        for (AsyncOperation operation : jobs.find(search).operations()) {
            if (operation.parentId() == null) {
                operations.add(operation);
            }
        }
        operations.sort(oldestFirst);
        Optional<AsyncOperation> series =
                operations.stream().filter(AsyncOperation::series).findFirst();
        List<AsyncOperation> tallies = series.isEmpty()
                ? List.of()
                : jobs.find(Search.all().parent(series.get().id())).operations().stream()
                        .sorted(oldestFirst)
                        .toList();
        return new Snapshot(operations, tallies);
    }

    List<AsyncOperation> countries() {
        return operations.stream()
                .filter(operation -> CountryHandler.MESSAGE.equals(operation.messageName()))
                .toList();
    }

    /** The operations of the countries by lane; a country without a lane is under an empty name. */
    Map<String, List<AsyncOperation>> lanes() {
        return countries().stream()
                .collect(Collectors.groupingBy(
                        operation -> operation.token() == null ? "" : operation.token(),
                        TreeMap::new,
                        Collectors.toList()));
    }

    /** The operation with the most to do: the first of the countries. */
    AsyncOperation largestCountry() {
        return countries().getFirst();
    }

    AsyncOperation weather() {
        return only(WeatherHandler.MESSAGE);
    }

    AsyncOperation damagedRows() {
        return only(DamagedRowsHandler.MESSAGE);
    }

    AsyncOperation series() {
        return only(TallyHandler.MESSAGE);
    }

    boolean isCompleted() {
        return operations.stream().allMatch(AsyncOperation::isCompleted)
                && tallies.stream().allMatch(AsyncOperation::isCompleted);
    }

    long count(StateCode state) {
        return operations.stream()
                .filter(operation -> operation.state() == state)
                .count();
    }

    /** The country of a country's operation. */
    static String country(AsyncOperation operation) {
        return operation.name().substring(operation.name().indexOf(": ") + 2);
    }

    private AsyncOperation only(String message) {
        return operations.stream()
                .filter(operation -> message.equals(operation.messageName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The operation " + message + " of this run is gone."));
    }
}
