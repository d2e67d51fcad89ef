package io.nightshift.server.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a row of an airports file. The codes and their order are those of examples/demo/README.md.
 *
 * @param line the line in the file; the header is line 1
 * @param column the column at fault, or null when the whole line is
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RowError(int line, String code, @Nullable String column) {

    /** A row without a time zone: reported, and used all the same. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record WithoutZone(int line, String code, String column, String airport, String country) {

        static WithoutZone of(Airport airport) {
            return new WithoutZone(airport.line(), "no-zone", "tz", airport.ident(), airport.country());
        }
    }
}
