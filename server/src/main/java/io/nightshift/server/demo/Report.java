package io.nightshift.server.demo;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Move;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.SystemJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came out of a run.
 *
 * @param countries the results of the countries' operations, in the order in which these were enqueued
 * @param document the result as one document
 * @param differences lines of the document that are not as expected; none when the result is right
 */
record Report(List<CountrySummary> countries, String document, List<String> differences) {

    private static final int SHOWN = 5;

    /** Collects the results from the service and compares them with the committed expectation. */
    static Report of(SystemJobs jobs, Snapshot end, Atlas atlas, DemoOptions options) throws SQLException, IOException {
        List<String> differences = new ArrayList<>();
        List<CountrySummary> countries = new ArrayList<>();
        for (AsyncOperation operation : end.operations()) {
            if (operation.status() != StatusCode.SUCCEEDED) {
                differences.add(operation.name() + " ended as " + operation.standing() + ": " + operation.message());
            } else if (CountryHandler.MESSAGE.equals(operation.messageName())) {
                countries.add(ResultDocument.JSON.readValue(result(jobs, operation), CountrySummary.class));
            }
        }
        if (!differences.isEmpty()) {
            return new Report(countries, "", differences);
        }
        List<RowError> damaged =
                List.of(ResultDocument.JSON.readValue(result(jobs, end.damagedRows()), RowError[].class));
        String document = ResultDocument.of(atlas.file(), damaged, countries);
        String expected = Files.readString(options.expectation());
        return new Report(countries, document, ResultDocument.differences(expected, document, SHOWN));
    }

    /** The same with what the second act found to be wrong. */
    Report with(List<String> further) {
        List<String> all = new ArrayList<>(differences);
        all.addAll(further);
        return new Report(countries, document, all);
    }

    private static String result(SystemJobs jobs, AsyncOperation operation) throws SQLException {
        return jobs.result(null, operation.id())
                .orElseThrow(() -> new IllegalStateException(operation.name() + " succeeded without a result."));
    }

    boolean isExpected() {
        return differences.isEmpty();
    }

    /** The summary for people: a line for each lane, the extremes, what became of the other operations. */
    List<String> lines(AsyncService service, Snapshot end) throws SQLException {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "  %-11s %9s %9s %8s %8s %15s",
                "lane", "countries", "airports", "no IATA", "no zone", "mean distance"));
        for (Map.Entry<String, List<AsyncOperation>> lane : end.lanes().entrySet()) {
            List<CountrySummary> ofLane = countries.stream()
                    .filter(country -> lane.getKey().equals(country.token() == null ? "" : country.token()))
                    .toList();
            lines.add(line(lane.getKey().isEmpty() ? "(no lane)" : lane.getKey(), ofLane));
        }
        lines.add(line("all", countries));
        List<Neighbour> all = countries.stream()
                .flatMap(country -> country.nearest().stream())
                .toList();
        lines.add("");
        lines.add("  Closest pair: " + pair(CountrySummary.closest(all)) + ". Loneliest: "
                + pair(CountrySummary.loneliest(all)) + ".");
        lines.add("");
        for (AsyncOperation operation : List.of(end.largestCountry(), end.weather(), end.damagedRows(), end.series())) {
            lines.add(String.format(
                    "  %-42s %-10s %s", operation.name(), operation.status().label(), story(service, operation)));
        }
        return lines;
    }

    private static String line(String name, List<CountrySummary> countries) {
        List<Neighbour> nearest = countries.stream()
                .flatMap(country -> country.nearest().stream())
                .toList();
        return String.format(
                Locale.ROOT,
                "  %-11s %9d %,9d %,8d %,8d %,13d m",
                name,
                countries.size(),
                nearest.size(),
                countries.stream().mapToLong(CountrySummary::withoutIata).sum(),
                countries.stream().mapToLong(CountrySummary::withoutZone).sum(),
                nearest.isEmpty() ? 0 : CountrySummary.mean(nearest));
    }

    private static String pair(CountrySummary.Pair pair) {
        return String.format(Locale.ROOT, "%s and %s, %,d m", pair.airport(), pair.neighbour(), pair.metres());
    }

    /** How an operation got to its end: what people did to it, what failed before, and how long it took in all. */
    private static String story(AsyncService service, AsyncOperation operation) throws SQLException {
        SystemJobs jobs = service.systemJobs();
        List<String> steps = new ArrayList<>();
        for (SystemJobs.LogLine line : jobs.log(null, operation.id(), 0)) {
            if (line.author() != null) {
                steps.add(line.message());
            }
        }
        int retries = 0;
        for (SystemJobs.Attempt attempt : jobs.attempts(null, operation.id()).reversed()) {
            if (attempt.move().equals(Move.RETRY.label())) {
                steps.add(Operator.waits(service.settings().retries(), retries++));
            }
        }
        steps.add(String.format(
                Locale.ROOT,
                "%.1f s in all",
                operation.completedOn() == null
                        ? 0
                        : Duration.between(operation.createdOn(), operation.completedOn())
                                        .toMillis()
                                / 1000.0));
        return String.join("; ", steps);
    }
}
