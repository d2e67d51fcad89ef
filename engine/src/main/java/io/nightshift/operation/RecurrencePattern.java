package io.nightshift.operation;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * A rule of RFC 5545 such as {@code FREQ=DAILY;INTERVAL=3;} (a semicolon at the end is allowed; dynamics-facts 5). Rules
 * finer than a day count in UTC, so that the hour which a change of clocks repeats or leaves out is no exception. Daily
 * and coarser rules are read off the clock on the wall of their zone: a reading that the clocks leave out fires as much
 * later as they are put forward, one that they show twice fires the first time. Occurrences are whole seconds; a fraction
 * of the start is dropped. UNTIL is a time in UTC, or a date and with it the whole of that day. A pattern that is not
 * valid is refused with 0x8004E100.
 */
public record RecurrencePattern(String text) {

    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);
    private static final long DAY_MILLIS = 86_400_000;

    public static final int MAX_LENGTH = 256;

    /** The largest INTERVAL; beyond a few million the arithmetic below us wraps around without a word. */
    public static final int MAX_INTERVAL = 100_000;

    public RecurrencePattern {
        parse(text);
    }

    /**
     * The first occurrence after a time.
     *
     * @param start the first occurrence of all
     */
    public Optional<Instant> next(Instant after, Instant start, ZoneId zone) {
        List<Instant> fires = next(after, start, zone, 1);
        return fires.isEmpty() ? Optional.empty() : Optional.of(fires.getFirst());
    }

    /**
     * Up to {@code most} occurrences after a time, each later than the one before. Fewer when the rule ends, or when it
     * names days that do not come (30 February).
     */
    public List<Instant> next(Instant after, Instant start, ZoneId zone, int most) {
        RecurrenceRule rule = parse(text);
        ZoneId counting = isFinerThanADay(rule) ? ZoneOffset.UTC : zone;
        Instant from = nearest(rule, start, after);
        WallClock clock = new WallClock(counting, from);
        RuleEnd end = RuleEnd.takenFrom(rule);
        FiresInOrder fires = new FiresInOrder(after, most);
        try {
            RecurrenceRuleIterator iterator = rule.iterator(clock.millis(from), UTC);
            if (after.isAfter(from)) {
                // A day less: what the clocks repeat or leave out lies nearer than that to its own reading.
                iterator.fastForward(clock.millis(after) - DAY_MILLIS);
            }
            while (!fires.isFull() && iterator.hasNext()) {
                LocalDateTime wall = WallClock.reading(iterator.nextMillis());
                Instant fire = clock.instant(wall);
                if (end.isBefore(wall, clock.earliest(wall)) || !fire.isBefore(AsyncOperation.NEVER)) {
                    break;
                }
                fires.add(fire, clock.earliest(wall), !end.isBefore(wall, fire));
            }
        } catch (IllegalArgumentException nothingFound) {
            // The library's way to say that it searched long and met no day that fits: there is no further occurrence.
            return fires.all();
        }
        return fires.all();
    }

    private static boolean isFinerThanADay(RecurrenceRule rule) {
        Freq freq = rule.getFreq();
        return freq == Freq.HOURLY || freq == Freq.MINUTELY || freq == Freq.SECONDLY;
    }

    /**
     * Where to begin to count. A rule finer than a day is the same from any of its own steps on, unless it counts its
     * occurrences; from a start years ago the library would walk every one of them.
     */
    private static Instant nearest(RecurrenceRule rule, Instant start, Instant after) {
        @Nullable
        ChronoUnit unit = switch (rule.getFreq()) {
            case HOURLY -> ChronoUnit.HOURS;
            case MINUTELY -> ChronoUnit.MINUTES;
            case SECONDLY -> ChronoUnit.SECONDS;
            default -> null;
        };
        if (unit == null || rule.getCount() != null) {
            return start;
        }
        long step = unit.getDuration().toSeconds() * rule.getInterval();
        long steps = Math.floorDiv(after.getEpochSecond() - start.getEpochSecond(), step) - 1;
        return steps <= 0 ? start : start.plusSeconds(steps * step);
    }

    private static RecurrenceRule parse(String text) {
        String rule = text.strip().toUpperCase(Locale.ROOT);
        if (rule.endsWith(";")) {
            rule = rule.substring(0, rule.length() - 1);
        }
        if (rule.isEmpty() || text.length() > MAX_LENGTH) {
            throw fault(text, rule.isEmpty() ? "it is empty" : "it is longer than " + MAX_LENGTH + " characters");
        }
        try {
            RecurrenceRule parsed = new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT);
            DateTime until = parsed.getUntil();
            if (until != null && until.isFloating() && !until.isAllDay()) {
                throw fault(text, "the time of UNTIL is not in UTC; end it with Z");
            }
            if (parsed.getInterval() > MAX_INTERVAL) {
                throw fault(text, "INTERVAL is greater than " + MAX_INTERVAL);
            }
            return parsed;
        } catch (InvalidRecurrenceRuleException e) {
            throw fault(text, String.valueOf(e.getMessage()));
        }
    }

    private static ServiceFault fault(String text, String why) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return ErrorCode.INVALID_RECURRENCE_PATTERN.fault("The recurrence pattern '" + shown + "' is not valid: " + why
                + ". Write it as in FREQ=DAILY;INTERVAL=3;");
    }
}
