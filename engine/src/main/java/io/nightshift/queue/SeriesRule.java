package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.RecurrencePattern;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The rule of a series as it is stored. It is read as texts, because a person must be able to mend one that cannot be
 * understood (a time zone that this release of Java does not know).
 */
record SeriesRule(String pattern, Instant start, String zone, String overlap, String missed) {

    static SeriesRule read(ResultSet row) throws SQLException {
        return new SeriesRule(
                row.getString("pattern"),
                Rows.requiredTime(row, "start_on"),
                row.getString("zone"),
                row.getString("overlap"),
                row.getString("missed"));
    }

    /** How a recurrence is stored that is asked for now. Rules count in whole seconds; without a start it is this one. */
    static SeriesRule of(Recurrence recurrence, Instant now) {
        return new SeriesRule(
                recurrence.pattern().text(),
                Objects.requireNonNullElse(recurrence.start(), now).truncatedTo(ChronoUnit.SECONDS),
                recurrence.zone().getId(),
                recurrence.overlap().name(),
                recurrence.missed().name());
    }

    /** The rule that the texts mean; throws what is wrong with them. */
    Recurrence meaning() {
        return new Recurrence(
                new RecurrencePattern(pattern),
                start,
                ZoneId.of(zone),
                Recurrence.Overlap.valueOf(overlap),
                Recurrence.Missed.valueOf(missed));
    }

    SeriesRule with(RecurrenceEdit edit) {
        return new SeriesRule(
                edit.pattern() == null ? pattern : edit.pattern().text(),
                edit.start() == null ? start : edit.start().truncatedTo(ChronoUnit.SECONDS),
                edit.zone() == null ? zone : edit.zone().getId(),
                edit.overlap() == null ? overlap : edit.overlap().name(),
                edit.missed() == null ? missed : edit.missed().name());
    }

    /** What differs, for the log: {@code zone UTC to Europe/Berlin}. */
    String differencesTo(SeriesRule other) {
        List<String> differences = new ArrayList<>();
        add(differences, "pattern", pattern, other.pattern);
        add(differences, "start", start.toString(), other.start.toString());
        add(differences, "zone", zone, other.zone);
        add(differences, "overlap", overlap, other.overlap);
        add(differences, "missed", missed, other.missed);
        return String.join(", ", differences);
    }

    private static void add(List<String> differences, String what, String before, String after) {
        if (!before.equals(after)) {
            differences.add(what + " " + before + " to " + after);
        }
    }
}
