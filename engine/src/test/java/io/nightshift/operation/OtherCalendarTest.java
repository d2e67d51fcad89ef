package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import net.fortuna.ical4j.model.Recur;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we make of RFC 5545 is what ical4j makes of it, a library that shares nothing with ours; where not, it says so. */
class OtherCalendarTest {

    private static final int MOST = 60;

    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("America/Sao_Paulo"));
    private static final List<LocalDateTime> STARTS = List.of(
            LocalDateTime.parse("2026-01-31T10:15:00"),
            LocalDateTime.parse("2026-03-07T02:30:00"),
            LocalDateTime.parse("2026-10-24T01:30:00"),
            LocalDateTime.parse("2028-02-29T23:59:59"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=DAILY",
                "FREQ=DAILY;INTERVAL=3",
                "FREQ=DAILY;INTERVAL=10;COUNT=7",
                "FREQ=DAILY;BYMONTH=1,3;BYDAY=MO,FR",
                "FREQ=DAILY;UNTIL=20280401T120000Z",
                "FREQ=WEEKLY",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
                "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO",
                "FREQ=MONTHLY",
                "FREQ=MONTHLY;INTERVAL=5",
                "FREQ=MONTHLY;BYMONTHDAY=-1",
                "FREQ=MONTHLY;BYMONTHDAY=1,15,31",
                "FREQ=MONTHLY;BYDAY=2WE",
                "FREQ=MONTHLY;BYDAY=-1FR",
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                "FREQ=YEARLY",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                "FREQ=YEARLY;BYMONTH=3,11;BYDAY=2SU",
                "FREQ=YEARLY;BYYEARDAY=1,100,-1",
                "FREQ=HOURLY",
                "FREQ=HOURLY;INTERVAL=5",
                "FREQ=HOURLY;INTERVAL=6;BYDAY=MO",
                "FREQ=MINUTELY;INTERVAL=45",
                "FREQ=MINUTELY;INTERVAL=30;BYHOUR=3,4",
                "FREQ=SECONDLY;INTERVAL=3601;COUNT=50"
            })
    void theOtherLibraryNamesTheSameDates(String rule) {
        boolean finer = rule.contains("HOURLY") || rule.contains("MINUTELY") || rule.contains("SECONDLY");
        boolean ends = rule.contains("COUNT") || rule.contains("UNTIL");
        for (ZoneId zone : ZONES) {
            for (LocalDateTime reading : STARTS) {
                // Rules finer than a day count in UTC here, so that is what the other one is asked.
                ZonedDateTime start = reading.atZone(zone).withZoneSameInstant(finer ? ZoneOffset.UTC : zone);
                // A start that its clocks leave out is another reading to ical4j, and so are all that follow from it.
                if (finer || start.toLocalDateTime().equals(reading)) {
                    List<Instant> theirs = theirs(rule, start);
                    assertThat(theirs).as("%s from %s", rule, start).isNotEmpty();
                    assertThat(ours(rule, start, zone, ends ? MOST : theirs.size()))
                            .as("%s from %s", rule, start)
                            .isEqualTo(theirs);
                }
            }
        }
    }

    /**
     * A reading that the clocks show twice fires the first time, as RFC 5545 has it. (ical4j gives the second where it
     * works the day out from one after the change.)
     */
    @Test
    void aReadingThatIsShownTwiceFiresTheFirstTime() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ZonedDateTime start = LocalDateTime.parse("2026-10-04T02:30:00").atZone(berlin);
        String rule = "FREQ=WEEKLY;WKST=SU;BYDAY=SU,MO";
        Instant first = Instant.parse("2026-10-25T00:30:00Z");
        assertThat(ours(rule, start, berlin, 9)).contains(first).doesNotContain(first.plusSeconds(3600));
    }

    /** Several readings of one day, some of them left out, come in the order of time, and two that are one come once. */
    @Test
    void readingsThatAreLeftOutComeInTheirOrderHereAndOnlyOnce() {
        String rule = "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30";
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ZonedDateTime start = LocalDateTime.parse("2026-03-29T02:00:00").atZone(berlin);
        List<Instant> both = List.of(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(ours(rule, start, berlin, 2)).isEqualTo(both);
        assertThat(ours(rule, start, berlin, 3).getLast()).isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
    }

    private static List<Instant> ours(String rule, ZonedDateTime start, ZoneId zone, int most) {
        Instant first = start.toInstant();
        return new RecurrencePattern(rule).next(first.minusMillis(1), first, zone, most);
    }

    private static List<Instant> theirs(String rule, ZonedDateTime start) {
        List<Instant> dates = new ArrayList<>();
        for (ZonedDateTime date : new Recur<ZonedDateTime>(rule).getDates(start, start, start.plusYears(60), MOST)) {
            dates.add(date.withEarlierOffsetAtOverlap().toInstant());
        }
        return dates;
    }
}
