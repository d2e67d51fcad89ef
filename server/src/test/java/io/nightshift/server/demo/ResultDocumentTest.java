package io.nightshift.server.demo;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's computation against the document that examples/demo/expectation.py made without it. */
class ResultDocumentTest {

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path AIRPORTS = EXAMPLES.resolve("data/airports.csv");
    private static final Path DAMAGED = EXAMPLES.resolve("data/damaged-airports.csv");

    @Test
    void the_document_equals_the_expectation_made_by_the_independent_script() throws IOException {
        String expected = Files.readString(EXAMPLES.resolve("demo/expectation.json"));
        assertThat(document(AIRPORTS)).isEqualTo(expected);
    }

    @Test
    void one_digit_of_one_coordinate_makes_a_difference(@TempDir Path folder) throws IOException {
        String expected = Files.readString(EXAMPLES.resolve("demo/expectation.json"));
        String airports = Files.readString(AIRPORTS);
        // Goroka's latitude, fifteen digits after the point: a tenth of a nanometre on the ground.
        String altered = airports.replace("-6.081689834590001,", "-6.081689834590002,");
        assertThat(altered).isNotEqualTo(airports);
        Path file = Files.writeString(folder.resolve("altered.csv"), altered);

        String actual = document(file);

        assertThat(actual).isNotEqualTo(expected);
        assertThat(ResultDocument.differences(expected, actual, 10))
                .singleElement()
                .asString()
                .contains("AYGA");
    }

    @Test
    void every_damaged_row_is_reported_and_none_is_used() {
        AirportFile airports = AirportFile.read(AIRPORTS);
        AirportFile damaged = AirportFile.read(DAMAGED, idents(airports));

        assertThat(airports.errors()).isEmpty();
        assertThat(damaged.airports()).isEmpty();
        assertThat(damaged.errors()).hasSize(12).extracting(RowError::line).doesNotHaveDuplicates();
        assertThat(damaged.errors())
                .extracting(error -> error.code() + error.column())
                .doesNotHaveDuplicates();
    }

    @Test
    void airports_at_identical_coordinates_are_neighbours_at_no_distance_and_equals_go_by_ident() {
        Airport c = airport("CCCC", "10.0", "20.0");
        Airport b = airport("BBBB", "10.0", "20.0");
        Airport east = airport("EAST", "0.0", "1.0");
        Airport west = airport("WEST", "0.0", "-1.0");
        Airport centre = airport("ZERO", "0.0", "0.0");
        Globe globe = new Globe(List.of(west, c, east, centre, b));

        assertThat(globe.nearest(b))
                .extracting(Neighbour::neighbour, Neighbour::metres)
                .containsExactly("CCCC", 0L);
        assertThat(globe.nearest(c))
                .extracting(Neighbour::neighbour, Neighbour::metres)
                .containsExactly("BBBB", 0L);
        // One degree of the equator: 6,371,008.8 m × π / 180.
        assertThat(globe.nearest(centre))
                .extracting(Neighbour::neighbour, Neighbour::metres)
                .containsExactly("EAST", 111_195L);
    }

    @Test
    void the_date_line_does_not_part_neighbours() {
        Airport east = airport("EAST", "0.0", "179.9");
        Airport west = airport("WEST", "0.0", "-179.9");
        Airport far = airport("FARR", "0.0", "178.0");

        assertThat(new Globe(List.of(east, far, west)).nearest(east).neighbour())
                .isEqualTo("WEST");
    }

    @Test
    void the_token_is_the_commonest_area_and_of_equals_the_first_by_alphabet() {
        assertThat(CountrySummary.token(List.of(zone("Europe"), zone("Asia"), zone("Asia"))))
                .isEqualTo("Asia");
        assertThat(CountrySummary.token(List.of(zone("Europe"), zone("Asia")))).isEqualTo("Asia");
        assertThat(CountrySummary.token(List.of(zone(""), zone(""), zone("Indian"))))
                .isEqualTo("Indian");
        assertThat(CountrySummary.token(List.of(zone("")))).isNull();
    }

    @Test
    void a_file_without_the_header_is_refused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.csv"), "a,b,c\n", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> AirportFile.read(file)).hasMessageContaining("must be the header iata,icao");
    }

    private static Airport airport(String ident, String latitude, String longitude) {
        return new Airport(2, ident, "", "Test", "Testland", latitude, longitude, 0, "");
    }

    private static Airport zone(String area) {
        return new Airport(2, "ZZZZ", "", "Test", "Testland", "0", "0", 0, area);
    }

    private static Set<String> idents(AirportFile file) {
        return file.airports().stream().map(Airport::ident).collect(Collectors.toSet());
    }

    /** The whole computation without an engine, the countries in random order. */
    private static String document(Path file) {
        AirportFile airports = AirportFile.read(file);
        Globe globe = new Globe(airports.airports());
        List<CountrySummary> countries = new ArrayList<>();
        airports.airports().stream()
                .collect(groupingBy(Airport::country))
                .values()
                .forEach(ofCountry -> countries.add(CountrySummary.of(
                        ofCountry, ofCountry.stream().map(globe::nearest).toList())));
        Collections.shuffle(countries, new Random(42));
        return ResultDocument.of(
                airports, AirportFile.read(DAMAGED, idents(airports)).errors(), countries);
    }
}
