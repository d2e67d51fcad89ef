package io.nightshift.server.demo;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of an airports file: the sound rows, and for each other row the first fault it has. It is read line by
 * line, because a damaged line must not take its neighbours with it. Immutable.
 *
 * @param airports in the order of the file
 * @param errors in the order of the file
 */
record AirportFile(List<Airport> airports, List<RowError> errors) {

    private static final List<String> COLUMNS = List.of(
            "iata", "icao", "name", "city", "country", "latitude", "longitude", "altitude", "tz", "type", "source");

    private static final Set<String> AREAS = Set.of(
            "Africa",
            "America",
            "Antarctica",
            "Arctic",
            "Asia",
            "Atlantic",
            "Australia",
            "Europe",
            "Indian",
            "Pacific");

    // Not Double.parseDouble alone: it takes "NaN", "1e3" and "0x1p3" for numbers.
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

    AirportFile {
        airports = List.copyOf(airports);
        errors = List.copyOf(errors);
    }

    /** Reads the file; a row with an ident that another row of it has already is a duplicate. */
    static AirportFile read(Path file) {
        return read(file, Set.of());
    }

    /**
     * Reads the file; duplicates are also rows with one of the idents given.
     *
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when its first line is not the header
     */
    static AirportFile read(Path file, Set<String> knownIdents) {
        List<byte[]> lines;
        try {
            lines = split(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the airports file " + file + ": " + e.getMessage(), e);
        }
        if (lines.isEmpty()
                || !new String(lines.getFirst(), StandardCharsets.UTF_8).equals(String.join(",", COLUMNS))) {
            throw new IllegalArgumentException(
                    "The first line of " + file + " must be the header " + String.join(",", COLUMNS) + ".");
        }
        Set<String> idents = new HashSet<>(knownIdents);
        List<Airport> airports = new ArrayList<>();
        List<RowError> errors = new ArrayList<>();
        for (int line = 2; line <= lines.size(); line++) {
            try {
                Airport airport = airport(line, fields(lines.get(line - 1)), idents);
                idents.add(airport.ident());
                airports.add(airport);
            } catch (Damaged damaged) {
                errors.add(new RowError(line, damaged.code, damaged.column));
            }
        }
        return new AirportFile(airports, errors);
    }

    private static List<byte[]> split(byte[] content) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        while (start < content.length) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            boolean carriageReturn = end < content.length && end > start && content[end - 1] == '\r';
            lines.add(Arrays.copyOfRange(content, start, carriageReturn ? end - 1 : end));
            start = end + 1;
        }
        return lines;
    }

    private static List<String> fields(byte[] line) throws Damaged {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Damaged("not-utf-8", null);
        }
        if (text.chars().anyMatch(character -> character < 0x20 || character == 0x7F)) {
            throw new Damaged("control-character", null);
        }
        List<String> fields;
        try {
            fields = CsvReader.builder()
                    .allowUnclosedQuote(false)
                    .ofSingleCsvRecord(text)
                    .getFields();
        } catch (CsvParseException e) {
            throw new Damaged("unclosed-quote", null);
        }
        if (fields.size() != COLUMNS.size()) {
            throw new Damaged(fields.size() < COLUMNS.size() ? "missing-column" : "extra-column", null);
        }
        return fields;
    }

    private static Airport airport(int line, List<String> fields, Set<String> idents) throws Damaged {
        String ident = present(fields, "icao");
        String country = present(fields, "country");
        String latitude = number(fields, "latitude", DECIMAL, -90, 90);
        String longitude = number(fields, "longitude", DECIMAL, -180, 180);
        String altitude = number(fields, "altitude", WHOLE, -1_500, 30_000);
        String zone = field(fields, "tz");
        String area = zone.contains("/") ? zone.substring(0, zone.indexOf('/')) : zone;
        if (!zone.isEmpty() && !AREAS.contains(area)) {
            throw new Damaged("unknown-zone", "tz");
        }
        if (idents.contains(ident)) {
            throw new Damaged("duplicate", "icao");
        }
        return new Airport(
                line,
                ident,
                field(fields, "iata"),
                field(fields, "name"),
                country,
                latitude,
                longitude,
                Integer.parseInt(altitude),
                area);
    }

    private static String field(List<String> fields, String column) {
        return fields.get(COLUMNS.indexOf(column));
    }

    private static String present(List<String> fields, String column) throws Damaged {
        String value = field(fields, column);
        if (value.isEmpty()) {
            throw new Damaged("empty", column);
        }
        return value;
    }

    private static String number(List<String> fields, String column, Pattern form, int lowest, int highest)
            throws Damaged {
        String value = field(fields, column);
        if (!form.matcher(value).matches()) {
            throw new Damaged("not-a-number", column);
        }
        double number = Double.parseDouble(value);
        if (number < lowest || number > highest) {
            throw new Damaged("out-of-range", column);
        }
        return value;
    }

    /** Leaves the reading of one row at its first fault; never leaves this file. */
    private static final class Damaged extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;
        private final @Nullable String column;

        Damaged(String code, @Nullable String column) {
            super(code, null, false, false);
            this.code = code;
            this.column = column;
        }
    }
}
