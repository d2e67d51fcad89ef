package io.nightshift.server.demo;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The airports of a file by country, and who is near whom. Immutable. */
final class Atlas {

    private final AirportFile file;
    private final Map<String, List<Airport>> byCountry;
    private final Globe globe;

    private Atlas(AirportFile file) {
        this.file = file;
        this.byCountry = file.airports().stream()
                .sorted(Comparator.comparing(Airport::ident))
                .collect(Collectors.groupingBy(Airport::country, TreeMap::new, Collectors.toUnmodifiableList()));
        this.globe = new Globe(file.airports());
    }

    static Atlas read(Path file) {
        return new Atlas(AirportFile.read(file));
    }

    AirportFile file() {
        return file;
    }

    Globe globe() {
        return globe;
    }

    /** The countries, those with the most airports first, of equals by alphabet. */
    List<String> countries() {
        return byCountry.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Airport>> country) ->
                                -country.getValue().size())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The airports of a country by ident. */
    List<Airport> airports(String country) {
        List<Airport> airports = byCountry.get(country);
        if (airports == null) {
            throw new IllegalArgumentException("The airports file knows no country '" + country + "'.");
        }
        return airports;
    }

    Set<String> idents() {
        return file.airports().stream().map(Airport::ident).collect(Collectors.toUnmodifiableSet());
    }
}
