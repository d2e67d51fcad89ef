package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
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
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rule of a series as it is stored. It is read as texts, because a person must be able to mend one that cannot be
 * understood (a time zone that this release of Java does not know).
 *
 * @param skipped dates of the rule on which no occurrence is made; COUNT counts them nevertheless, as RFC 5545 has it
 */
record SeriesRule(
        String pattern, Instant start, String zone, String overlap, String missed, SortedSet<Instant> skipped) {

    private static final int MOST_SHOWN = 5;

    static SeriesRule read(ResultSet row) throws SQLException {
        return new SeriesRule(
                row.getString("pattern"),
                Rows.requiredTime(row, "start_on"),
                row.getString("zone"),
                row.getString("overlap"),
                row.getString("missed"),
                new TreeSet<>(Rows.times(row, "skipped")));
    }

    /** How a recurrence is stored that is asked for now. Rules count in whole seconds; without a start it is this one. */
    static SeriesRule of(Recurrence recurrence, Instant now) {
        return new SeriesRule(
                recurrence.pattern().text(),
                Objects.requireNonNullElse(recurrence.start(), now).truncatedTo(ChronoUnit.SECONDS),
                recurrence.zone().getId(),
                recurrence.overlap().name(),
                recurrence.missed().name(),
                new TreeSet<>());
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

    /** Up to so many dates after a time on which occurrences are made; throws what is wrong with the texts. */
    List<Instant> dates(Instant after, int most) {
        return ofPattern(after, most + skipped.tailSet(after).size()).stream()
                .filter(date -> !skipped.contains(date))
                .limit(most)
                .toList();
    }

    /** The first date after a time; empty when the rule has ended. */
    Optional<Instant> next(Instant after) {
        return dates(after, 1).stream().findFirst();
    }

    private List<Instant> ofPattern(Instant after, int most) {
        Recurrence recurrence = meaning();
        return recurrence.pattern().next(after, start, recurrence.zone(), most);
    }

    private boolean hasDate(Instant date) {
        return date.isBefore(AsyncOperation.NEVER)
                && ofPattern(date.minusMillis(1), 1).contains(date);
    }

    /** With the edit's texts. What it says of single dates is for {@link #withDates}, once the texts are understood. */
    SeriesRule with(RecurrenceEdit edit) {
        return new SeriesRule(
                edit.pattern() == null ? pattern : edit.pattern().text(),
                edit.start() == null ? start : edit.start().truncatedTo(ChronoUnit.SECONDS),
                edit.zone() == null ? zone : edit.zone().getId(),
                edit.overlap() == null ? overlap : edit.overlap().name(),
                edit.missed() == null ? missed : edit.missed().name(),
                skipped);
    }

    /** With what the edit says of single dates, which must be dates of this rule that are still to come. */
    SeriesRule withDates(RecurrenceEdit edit, Instant now) {
        for (Instant date : edit.namedDates()) {
            if (edit.skip().contains(date) && edit.restore().contains(date)) {
                throw ErrorCode.INVALID_ARGUMENT.fault("The date " + date + " is to be skipped and restored at once.");
            }
            if (!date.isAfter(now) || !hasDate(date)) {
                throw ErrorCode.INVALID_ARGUMENT.fault("By its rule the series has no date " + date + " after " + now
                        + "; give one of its next dates, to the second.");
            }
        }
        SortedSet<Instant> dates = new TreeSet<>(skipped);
        dates.addAll(edit.skip());
        dates.removeAll(edit.restore());
        int coming = dates.tailSet(now).size();
        if (coming > Recurrence.MOST_DATES) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A series skips up to " + Recurrence.MOST_DATES
                    + " dates to come; got " + coming + ". Postpone it, or give it another rule.");
        }
        return new SeriesRule(pattern, start, zone, overlap, missed, dates);
    }

    /** The skipped dates from a time on; another rule may have made some of no account. */
    List<Instant> skippedFrom(Instant time) {
        return skipped.tailSet(time).stream().filter(this::hasDate).toList();
    }

    /** What differs, for the log: {@code zone UTC to Europe/Berlin}. */
    String differencesTo(SeriesRule other) {
        List<String> differences = new ArrayList<>();
        add(differences, "pattern", pattern, other.pattern);
        add(differences, "start", start.toString(), other.start.toString());
        add(differences, "zone", zone, other.zone);
        add(differences, "overlap", overlap, other.overlap);
        add(differences, "missed", missed, other.missed);
        add(differences, "skip", skipped, other.skipped);
        add(differences, "restore", other.skipped, skipped);
        return String.join(", ", differences);
    }

    private static void add(List<String> differences, String what, String before, String after) {
        if (!before.equals(after)) {
            differences.add(what + " " + before + " to " + after);
        }
    }

    private static void add(
            List<String> differences, String what, SortedSet<Instant> before, SortedSet<Instant> after) {
        List<Instant> added =
                after.stream().filter(date -> !before.contains(date)).toList();
        if (!added.isEmpty()) {
            String shown =
                    added.stream().limit(MOST_SHOWN).map(Instant::toString).collect(Collectors.joining(" "));
            int more = added.size() - MOST_SHOWN;
            differences.add(what + " " + shown + (more > 0 ? " and " + more + " more" : ""));
        }
    }
}
