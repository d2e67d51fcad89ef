package io.nightshift.operation;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a series makes its occurrences.
 *
 * @param start the first occurrence; null means when it is enqueued
 * @param zone the zone in which daily and coarser rules count
 */
public record Recurrence(
        RecurrencePattern pattern, @Nullable Instant start, ZoneId zone, Overlap overlap, Missed missed) {

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
}
