package io.nightshift.server.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers of all operations as one document, in the form of examples/demo/README.md: the same answers give the same
 * bytes, in whatever order the operations ran.
 */
final class ResultDocument {

    /** Members in the order in which the records declare them. */
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    @JsonPropertyOrder({"countries", "airports", "withoutIata", "withoutZone", "closest", "loneliest", "meanMetres"})
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Totals(
            int countries,
            int airports,
            long withoutIata,
            long withoutZone,
            CountrySummary.Pair closest,
            CountrySummary.Pair loneliest,
            long meanMetres) {}

    private ResultDocument() {}

    /**
     * @param file what was read from airports.csv
     * @param damaged the errors of the file of damaged rows
     * @param countries the results of the countries' operations, in any order
     */
    static String of(AirportFile file, List<RowError> damaged, List<CountrySummary> countries) {
        List<CountrySummary> sorted = countries.stream()
                .sorted(Comparator.comparing(CountrySummary::country))
                .toList();
        List<Object> errors = new ArrayList<>(file.errors());
        file.airports().stream()
                .filter(airport -> !airport.hasZone())
                .map(RowError.WithoutZone::of)
                .forEach(errors::add);
        return "{\"format\":1,\n"
                + "\"totals\":" + JSON.writeValueAsString(totals(sorted)) + ",\n"
                + "\"errors\":" + listed(errors.stream(), JSON::writeValueAsString) + ",\n"
                + "\"damaged\":" + listed(damaged.stream(), JSON::writeValueAsString) + ",\n"
                + "\"countries\":" + listed(sorted.stream(), ResultDocument::country) + "}\n";
    }

    private static Totals totals(List<CountrySummary> countries) {
        List<Neighbour> nearest = countries.stream()
                .flatMap(country -> country.nearest().stream())
                .toList();
        return new Totals(
                countries.size(),
                countries.stream().mapToInt(CountrySummary::airports).sum(),
                countries.stream().mapToLong(CountrySummary::withoutIata).sum(),
                countries.stream().mapToLong(CountrySummary::withoutZone).sum(),
                CountrySummary.closest(nearest),
                CountrySummary.loneliest(nearest),
                CountrySummary.mean(nearest));
    }

    private static String country(CountrySummary country) {
        String whole = JSON.writeValueAsString(country);
        String list = "\"nearest\":[";
        return whole.substring(0, whole.indexOf(list)) + "\"nearest\":"
                + listed(country.nearest().stream(), JSON::writeValueAsString) + "}";
    }

    /** A JSON array with one line for each element, so that a difference shows as a line. */
    private static <T> String listed(Stream<T> values, Function<? super T, String> json) {
        return values.map(json).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    /** The lines of one document that the other has not, at most {@code limit}: what to tell a person about a difference. */
    static List<String> differences(String expected, String actual, int limit) {
        List<String> expectedLines = expected.lines().toList();
        List<String> actualLines = actual.lines().toList();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(expectedLines.size(), actualLines.size()) && differences.size() < limit; i++) {
            String expectedLine = i < expectedLines.size() ? expectedLines.get(i) : "(nothing)";
            String actualLine = i < actualLines.size() ? actualLines.get(i) : "(nothing)";
            if (!expectedLine.equals(actualLine)) {
                differences.add("line " + (i + 1) + ": expected " + expectedLine + ", got " + actualLine);
            }
        }
        return differences;
    }
}
