package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Recurrence over every change of clocks in every zone that Java knows, in ten years: each reading of the clock on the
 * wall fires once, when it is shown, or as much later as the clocks leave out; nothing twice, nothing left out, and always
 * onwards.
 */
class EveryZoneTest {

    private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2034-01-01T00:00:00Z");

    /** A change of clocks in a zone. */
    private record Change(ZoneId zone, ZoneOffsetTransition transition) {

        /** Where in the day readings are left out or shown twice. */
        LocalDateTime before() {
            return transition.getDateTimeBefore();
        }
    }

    private static List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            ZoneOffsetTransition transition = zone.getRules().nextTransition(FROM);
            while (transition != null && transition.getInstant().isBefore(TO)) {
                changes.add(new Change(zone, transition));
                transition = zone.getRules().nextTransition(transition.getInstant());
            }
        }
        return changes;
    }

    @Test
    void dailyRulesFireOnceForEachReadingAroundEveryChange() {
        List<Change> changes = changes();
        assertThat(changes).hasSizeGreaterThan(3000);
        for (Change change : changes) {
            LocalDate first = change.before().toLocalDate().minusDays(2);
            for (LocalTime time : timesAround(change)) {
                List<LocalDateTime> readings = new ArrayList<>();
                for (int day = 0; day < 5; day++) {
                    readings.add(first.plusDays(day).atTime(time));
                }
                check(change, "FREQ=DAILY", readings);
            }
        }
    }

    /** Several readings of one day, some of them left out: in order, and two that are one time fire once. */
    @Test
    void severalReadingsOfADayStayInOrder() {
        String text = "FREQ=DAILY;BYHOUR=0,1,2,3,4,23;BYMINUTE=0,30;BYSECOND=0";
        for (Change change : changes()) {
            LocalDate first = change.before().toLocalDate().minusDays(1);
            List<LocalDateTime> readings = new ArrayList<>();
            for (int day = 0; day < 3; day++) {
                for (int hour : List.of(0, 1, 2, 3, 4, 23)) {
                    readings.add(first.plusDays(day).atTime(hour, 0));
                    readings.add(first.plusDays(day).atTime(hour, 30));
                }
            }
            check(change, text, readings);
        }
    }

    @Test
    void rulesFinerThanADayDoNotNoticeTheChange() {
        for (Change change : changes()) {
            Instant start = change.transition().getInstant().minusSeconds(3 * 3600 + 1800);
            List<Instant> fires =
                    new RecurrencePattern("FREQ=HOURLY").next(start.minusMillis(1), start, change.zone(), 8);
            assertThat(fires).hasSize(8);
            for (int i = 0; i < 8; i++) {
                assertThat(fires.get(i)).isEqualTo(start.plusSeconds(3600L * i));
            }
        }
    }

    /** Weekly and monthly rules whose day is that of the change. */
    @Test
    void coarserRulesMeetTheDayOfTheChange() {
        for (Change change : changes()) {
            LocalDateTime middle = inTheChange(change);
            check(change, "FREQ=WEEKLY", List.of(middle.minusDays(7), middle, middle.plusDays(7)));
            if (middle.getDayOfMonth() <= 28) {
                check(change, "FREQ=MONTHLY", List.of(middle.minusMonths(1), middle, middle.plusMonths(1)));
            }
        }
    }

    /** A reading that the change leaves out or shows twice. */
    private static LocalDateTime inTheChange(Change change) {
        LocalDateTime from = change.transition().isGap()
                ? change.transition().getDateTimeBefore()
                : change.transition().getDateTimeAfter();
        return from.plusSeconds(Math.abs(change.transition().getDuration().getSeconds()) / 2);
    }

    private static List<LocalTime> timesAround(Change change) {
        LocalTime inside = inTheChange(change).toLocalTime();
        return List.of(inside, inside.minusHours(1), inside.plusHours(1), LocalTime.NOON, LocalTime.MIDNIGHT);
    }

    private static void check(Change change, String pattern, List<LocalDateTime> readings) {
        TreeSet<Instant> expected = new TreeSet<>();
        for (LocalDateTime reading : readings) {
            expected.add(shown(change.zone(), reading));
        }
        Instant start = shown(change.zone(), readings.getFirst());
        RecurrencePattern rule = new RecurrencePattern(pattern);
        assertThat(rule.next(start.minusMillis(1), start, change.zone(), expected.size()))
                .as("%s in %s around %s", pattern, change.zone(), change.transition())
                .containsExactlyElementsOf(expected);
        // And the same when each is asked for by the one before, as the service does.
        Instant last = start;
        for (Instant fire : expected.tailSet(start, false)) {
            assertThat(rule.next(last, start, change.zone()))
                    .as("%s in %s after %s", pattern, change.zone(), last)
                    .contains(fire);
            last = fire;
        }
    }

    /** When the clock of the zone shows it: by trying its offsets, which is not how the engine works it out. */
    private static Instant shown(ZoneId zone, LocalDateTime reading) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(reading);
        if (!offsets.isEmpty()) {
            return offsets.stream()
                    .map(reading::toInstant)
                    .min(Instant::compareTo)
                    .orElseThrow();
        }
        // Left out: the offset of an hour, or however much, before.
        ZoneOffsetTransition gap = zone.getRules().getTransition(reading);
        return reading.toInstant(gap.getOffsetBefore());
    }
}
