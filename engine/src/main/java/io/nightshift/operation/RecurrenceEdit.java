package io.nightshift.operation;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of the {@link Recurrence} of a series: whatever is null stays as it is. Immutable.
 *
 * <pre>{@code
 * queue.editRecurrence(null, id, RecurrenceEdit.NOTHING.pattern("FREQ=WEEKLY;BYDAY=MO").in(ZoneId.of("Europe/Oslo")), author);
 * queue.editRecurrence(null, id, RecurrenceEdit.NOTHING.skip(Set.of(christmas)), author);
 * }</pre>
 *
 * @param start the date that INTERVAL and COUNT are counted from; rules count in whole seconds
 * @param skip dates to come on which no occurrence is made, the EXDATE of RFC 5545; COUNT counts them nevertheless
 * @param restore skipped dates on which one is made after all; whoever names a date in both is refused with 0x80040203
 */
public record RecurrenceEdit(
        @Nullable RecurrencePattern pattern,
        @Nullable Instant start,
        @Nullable ZoneId zone,
        Recurrence.@Nullable Overlap overlap,
        Recurrence.@Nullable Missed missed,
        Set<Instant> skip,
        Set<Instant> restore) {

    /** Changes nothing yet. */
    public static final RecurrenceEdit NOTHING = new RecurrenceEdit(null, null, null, null, null, Set.of(), Set.of());

    /** Another rule; one that is not valid is refused with 0x8004E100. */
    public RecurrenceEdit pattern(String text) {
        return new RecurrenceEdit(new RecurrencePattern(text), start, zone, overlap, missed, skip, restore);
    }

    /** Another start, past or to come. */
    public RecurrenceEdit starting(Instant first) {
        return new RecurrenceEdit(pattern, first, zone, overlap, missed, skip, restore);
    }

    /** Another time zone. */
    public RecurrenceEdit in(ZoneId other) {
        return new RecurrenceEdit(pattern, start, other, overlap, missed, skip, restore);
    }

    /** Another rule for occurrences that are due while the one before has not ended. */
    public RecurrenceEdit overlap(Recurrence.Overlap other) {
        return new RecurrenceEdit(pattern, start, zone, other, missed, skip, restore);
    }

    /** Another rule for occurrences that fell due while no node was running. */
    public RecurrenceEdit missed(Recurrence.Missed other) {
        return new RecurrenceEdit(pattern, start, zone, overlap, other, skip, restore);
    }

    /** No occurrences on these dates, which must be dates of the rule that are still to come; others are refused. */
    public RecurrenceEdit skip(Collection<Instant> dates) {
        return new RecurrenceEdit(pattern, start, zone, overlap, missed, Set.copyOf(dates), restore);
    }

    /** Occurrences on these dates, skipped before or not, which must be dates of the rule that are still to come. */
    public RecurrenceEdit restore(Collection<Instant> dates) {
        return new RecurrenceEdit(pattern, start, zone, overlap, missed, skip, Set.copyOf(dates));
    }

    /** Whether the dates of the series are worked out anew. */
    public boolean changesDates() {
        return pattern != null || start != null || zone != null;
    }

    /** The dates that are to be skipped or restored, in their order. */
    public Set<Instant> namedDates() {
        Set<Instant> named = new TreeSet<>(skip);
        named.addAll(restore);
        return named;
    }
}
