package io.nightshift.operation;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of the {@link Recurrence} of a series: whatever is null stays as it is. Immutable.
 *
 * <pre>{@code
 * queue.editRecurrence(null, id, RecurrenceEdit.NOTHING.pattern("FREQ=WEEKLY;BYDAY=MO").in(ZoneId.of("Europe/Oslo")), author);
 * }</pre>
 *
 * @param start the date that INTERVAL and COUNT are counted from; rules count in whole seconds
 */
public record RecurrenceEdit(
        @Nullable RecurrencePattern pattern,
        @Nullable Instant start,
        @Nullable ZoneId zone,
        Recurrence.@Nullable Overlap overlap,
        Recurrence.@Nullable Missed missed) {

    /** Changes nothing yet. */
    public static final RecurrenceEdit NOTHING = new RecurrenceEdit(null, null, null, null, null);

    /** Another rule; one that is not valid is refused with 0x8004E100. */
    public RecurrenceEdit pattern(String text) {
        return new RecurrenceEdit(new RecurrencePattern(text), start, zone, overlap, missed);
    }

    /** Another start, past or to come. */
    public RecurrenceEdit starting(Instant first) {
        return new RecurrenceEdit(pattern, first, zone, overlap, missed);
    }

    /** Another time zone. */
    public RecurrenceEdit in(ZoneId other) {
        return new RecurrenceEdit(pattern, start, other, overlap, missed);
    }

    /** Another rule for occurrences that are due while the one before has not ended. */
    public RecurrenceEdit overlap(Recurrence.Overlap other) {
        return new RecurrenceEdit(pattern, start, zone, other, missed);
    }

    /** Another rule for occurrences that fell due while no node was running. */
    public RecurrenceEdit missed(Recurrence.Missed other) {
        return new RecurrenceEdit(pattern, start, zone, overlap, other);
    }

    /** Whether the dates of the series are worked out anew. */
    public boolean changesDates() {
        return pattern != null || start != null || zone != null;
    }
}
