package io.nightshift.operation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a series makes its occurrences.
 *
 * @param start the first occurrence; null means when it is enqueued
 * @param zone the zone in which daily and coarser rules count
 */
public record Recurrence(
        RecurrencePattern pattern, @Nullable Instant start, ZoneId zone, Overlap overlap, Missed missed) {

    /** The most dates of a preview. */
    public static final int MOST_DATES = 1000;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    public Recurrence {
        if (start != null && (start.isBefore(EARLIEST) || start.isAfter(AsyncOperation.NEVER))) {
            throw ErrorCode.INVALID_ARGUMENT.fault("RecurrenceStartTime must lie between " + EARLIEST + " and "
                    + AsyncOperation.NEVER + "; got " + start + ".");
        }
    }

    /** What happens when an occurrence is due while the one before has not ended. */
    public enum Overlap {
        /** The new one is left out. */
        SKIP,
        /** The new one waits for the one before: both get the series' own lane unless they have a token. */
        QUEUE,
        /** They run side by side. */
        ALLOW
    }

    /** What happens with occurrences that fell due while no node was running. */
    public enum Missed {
        /** They are left out. */
        SKIP,
        /** One is made for all of them. */
        ONCE,
        /** Each is made, up to a hundred. */
        ALL
    }

    /** Starts now, in UTC, skips overlaps, makes up once for missed occurrences. */
    public static Recurrence of(String pattern) {
        return new Recurrence(new RecurrencePattern(pattern), null, ZoneId.of("UTC"), Overlap.SKIP, Missed.ONCE);
    }

    public Recurrence starting(Instant first) {
        return new Recurrence(pattern, first, zone, overlap, missed);
    }

    public Recurrence in(ZoneId other) {
        return new Recurrence(pattern, start, other, overlap, missed);
    }

    public Recurrence overlap(Overlap other) {
        return new Recurrence(pattern, start, zone, other, missed);
    }

    public Recurrence missed(Missed other) {
        return new Recurrence(pattern, start, zone, overlap, other);
    }

    /**
     * The first dates of a series with this recurrence that is enqueued now, 1 to 1,000 of them; fewer when the rule ends.
     *
     * @param now also the start, when there is none
     */
    public List<Instant> preview(Instant now, int most) {
        if (most < 1 || most > MOST_DATES) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A preview has 1 to " + MOST_DATES + " dates; got " + most + ".");
        }
        Instant first = start == null ? now.truncatedTo(ChronoUnit.SECONDS) : start.truncatedTo(ChronoUnit.SECONDS);
        Instant after = start == null ? first : now;
        return pattern.next(after.minusMillis(1), first, zone, most);
    }
}
