package io.nightshift.server.demo;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is found out about one country: the result of its operation.
 *
 * @param token the dependency token of the operation, or null when no airport of the country has a time zone
 * @param closest the airport of the country that has its neighbour nearest, which may lie abroad
 * @param meanMetres the mean distance to the nearest neighbour, rounded half up
 * @param nearest every airport of the country with its nearest neighbour, by ident
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CountrySummary(
        String country,
        @Nullable String token,
        int airports,
        long withoutIata,
        long withoutZone,
        Highest highest,
        Pair closest,
        long meanMetres,
        List<Neighbour> nearest) {

    record Highest(String airport, int feet) {}

    record Pair(String airport, String neighbour, long metres) {

        static Pair of(Neighbour found) {
            return new Pair(found.airport(), found.neighbour(), found.metres());
        }
    }

    /** Sums up a country from its airports and the neighbours found for them. */
    static CountrySummary of(List<Airport> airports, List<Neighbour> nearest) {
        List<Neighbour> sorted =
                nearest.stream().sorted(comparing(Neighbour::airport)).toList();
        Airport highest = airports.stream()
                .min(comparingLong((Airport airport) -> -airport.altitude()).thenComparing(Airport::ident))
                .orElseThrow();
        return new CountrySummary(
                airports.getFirst().country(),
                token(airports),
                airports.size(),
                airports.stream().filter(airport -> !airport.hasIata()).count(),
                airports.stream().filter(airport -> !airport.hasZone()).count(),
                new Highest(highest.ident(), highest.altitude()),
                closest(sorted),
                mean(sorted),
                sorted);
    }

    /** The area most of the time zones lie in, of equals the first by alphabet; null without any zone. */
    static @Nullable String token(List<Airport> airports) {
        Map<String, Long> areas = airports.stream()
                .filter(Airport::hasZone)
                .collect(Collectors.groupingBy(Airport::area, TreeMap::new, Collectors.counting()));
        String token = null;
        long most = 0;
        for (Map.Entry<String, Long> area : areas.entrySet()) {
            if (area.getValue() > most) {
                token = area.getKey();
                most = area.getValue();
            }
        }
        return token;
    }

    static Pair closest(List<Neighbour> nearest) {
        return nearest.stream()
                .min(comparingLong(Neighbour::metres).thenComparing(Neighbour::airport))
                .map(Pair::of)
                .orElseThrow();
    }

    static Pair loneliest(List<Neighbour> nearest) {
        return nearest.stream()
                .min(comparingLong((Neighbour found) -> -found.metres()).thenComparing(Neighbour::airport))
                .map(Pair::of)
                .orElseThrow();
    }

    static long mean(List<Neighbour> nearest) {
        long sum = nearest.stream().mapToLong(Neighbour::metres).sum();
        return (2 * sum + nearest.size()) / (2L * nearest.size());
    }
}
