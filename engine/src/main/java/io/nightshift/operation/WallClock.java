package io.nightshift.operation;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/**
 * The clock on the wall of a zone. Rules are worked out on its readings, and the readings are made times by the rules of
 * {@code java.time}, because the calendars below the recurrence library disagree with it about the hour that comes twice.
 */
final class WallClock {

    private final ZoneId zone;
    private final Instant start;
    private final LocalDateTime startReading;

    /** @param start a series that starts when the clocks show a reading for the second time starts then, not before */
    WallClock(ZoneId zone, Instant start) {
        this.zone = zone;
        this.start = start;
        this.startReading = LocalDateTime.ofInstant(start, zone);
    }

    /** What the clock shows, as the library counts it: as if the wall were in Greenwich. */
    long millis(Instant time) {
        return LocalDateTime.ofInstant(time, zone).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    static LocalDateTime reading(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    /** When the clock shows it: the first time of two, and as much later as the clocks were put forward over it. */
    Instant instant(LocalDateTime reading) {
        return reading.equals(startReading) ? start : reading.atZone(zone).toInstant();
    }

    /** No later reading is shown before this. Where the clocks leave readings out, later ones can come before earlier ones. */
    Instant earliest(LocalDateTime reading) {
        ZoneOffsetTransition change = zone.getRules().getTransition(reading);
        return change != null && change.isGap() ? change.getInstant() : instant(reading);
    }
}
