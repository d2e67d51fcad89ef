package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrencePatternTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "FREQ=HOURLY;,              2026-05-04T11:00:00Z",
        "FREQ=DAILY;,               2026-05-05T10:00:00Z",
        "FREQ=DAILY;INTERVAL=3;,    2026-05-07T10:00:00Z",
        "FREQ=DAILY;INTERVAL=3,     2026-05-07T10:00:00Z",
        "freq=daily;interval=3;,    2026-05-07T10:00:00Z",
        "'  FREQ=WEEKLY;  ',        2026-05-11T10:00:00Z",
        "FREQ=WEEKLY;BYDAY=WE,      2026-05-06T10:00:00Z",
        "FREQ=MONTHLY;,             2026-06-04T10:00:00Z",
        "FREQ=MONTHLY;INTERVAL=2;,  2026-07-04T10:00:00Z",
    })
    void theNextOneAfterTheStart(String pattern, Instant expected) {
        Instant start = Instant.parse("2026-05-04T10:00:00Z");
        assertThat(new RecurrencePattern(pattern).next(start, start, UTC)).contains(expected);
    }

    @Test
    void theStartIsTheFirstOccurrence() {
        Instant start = Instant.parse("2026-05-04T10:00:00Z");
        RecurrencePattern daily = new RecurrencePattern("FREQ=DAILY");
        assertThat(daily.next(start.minusSeconds(1), start, UTC)).contains(start);
        assertThat(daily.next(LONG_AGO, start, UTC)).contains(start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ";",
                "DAILY",
                "FREQ=",
                "FREQ=DALY",
                "INTERVAL=3",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;INTERVAL=-1",
                "FREQ=DAILY;INTERVAL=x",
                "FREQ=DAILY;INTERVAL=99999999999",
                "FREQ=DAILY;INTERVAL=100001",
                "FREQ=DAILY;COUNT=0",
                "FREQ=DAILY;FOO=1",
                "FREQ=DAILY, INTERVAL=3",
                "FREQ=DAILY;UNTIL=tomorrow",
                "RRULE:FREQ=DAILY",
                "FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z",
                "FREQ=DAILY;UNTIL=20270101T000000"
            })
    void aMalformedPatternIsRefused(String pattern) {
        refused(pattern);
    }

    @Test
    void aPatternThatIsTooLongIsRefusedAndNotRepeatedInFull() {
        String pattern = "FREQ=MONTHLY;BYMONTHDAY=" + "1,".repeat(200) + "1";
        ServiceFault fault = refused(pattern);
        assertThat(fault.getMessage()).hasSizeLessThan(250);
    }

    @Test
    void dailyKeepsTheWallClockOverBothChangesOfClocks() {
        Instant start = ZonedDateTime.of(2026, 3, 1, 9, 0, 0, 0, NEW_YORK).toInstant();
        List<Instant> year = new RecurrencePattern("FREQ=DAILY").next(start, start, NEW_YORK, 365);
        assertThat(year)
                .hasSize(365)
                .allSatisfy(fire -> assertThat(fire.atZone(NEW_YORK).getHour()).isEqualTo(9));
        assertThat(year.getFirst().atZone(UTC).getHour()).isEqualTo(14);
        assertThat(year.get(30).atZone(UTC).getHour()).isEqualTo(13);
    }

    @Test
    void aTimeThatTheClocksLeaveOutFiresAnHourLaterThatDayOnly() {
        Instant start = ZonedDateTime.of(2026, 3, 6, 2, 30, 0, 0, NEW_YORK).toInstant();
        List<Instant> fires = new RecurrencePattern("FREQ=DAILY").next(start, start, NEW_YORK, 3);
        assertThat(fires.stream()
                        .map(fire -> fire.atZone(NEW_YORK).toLocalDateTime().toString()))
                .containsExactly("2026-03-07T02:30", "2026-03-08T03:30", "2026-03-09T02:30");
    }

    @Test
    void twoTimesThatFallTogetherFireOnce() {
        Instant start = ZonedDateTime.of(2026, 3, 7, 2, 30, 0, 0, NEW_YORK).toInstant();
        List<Instant> fires =
                new RecurrencePattern("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30").next(start, start, NEW_YORK, 4);
        assertThat(fires.stream()
                        .map(fire -> fire.atZone(NEW_YORK).toLocalDateTime().toString()))
                .containsExactly("2026-03-07T03:30", "2026-03-08T03:30", "2026-03-09T02:30", "2026-03-09T03:30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-08T00:00:00Z", "2026-11-01T00:00:00Z"})
    void hourlyCountsRealHours(Instant start) {
        List<Instant> day = new RecurrencePattern("FREQ=HOURLY;").next(start, start, NEW_YORK, 24);
        for (int i = 0; i < day.size(); i++) {
            assertThat(day.get(i)).isEqualTo(start.plusSeconds(3600L * (i + 1)));
        }
    }

    @Test
    void countAndUntilEndIt() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        RecurrencePattern three = new RecurrencePattern("FREQ=DAILY;COUNT=3");
        assertThat(three.next(LONG_AGO, start, UTC, 10)).hasSize(3);
        assertThat(three.next(start.plusSeconds(1), start, UTC, 10)).hasSize(2);
        assertThat(three.next(Instant.parse("2026-01-03T00:00:00Z"), start, UTC))
                .isEmpty();
        RecurrencePattern until = new RecurrencePattern("FREQ=DAILY;UNTIL=20260103T000000Z");
        assertThat(until.next(LONG_AGO, start, UTC, 10)).hasSize(3);
        assertThat(until.next(Instant.parse("2026-01-03T00:00:00Z"), start, NEW_YORK))
                .isEmpty();
        assertThat(new RecurrencePattern("FREQ=DAILY;UNTIL=20260103").next(LONG_AGO, start, UTC, 10))
                .hasSize(3);
    }

    @Test
    void aDayThatDoesNotComeIsNoOccurrence() {
        Instant start = Instant.parse("2026-01-31T00:00:00Z");
        assertThat(new RecurrencePattern("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").next(start, start, UTC))
                .isEmpty();
        assertThat(new RecurrencePattern("FREQ=MONTHLY").next(start, start, UTC))
                .as("February has no 31st and is left out")
                .contains(Instant.parse("2026-03-31T00:00:00Z"));
        assertThat(new RecurrencePattern("FREQ=YEARLY;INTERVAL=9000").next(start, start, UTC))
                .as("beyond the largest time there is")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=MINUTELY;INTERVAL=7",
                "FREQ=HOURLY",
                "FREQ=DAILY",
                "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,30",
                "FREQ=WEEKLY;BYDAY=SU;BYHOUR=0,1,2,3",
                "FREQ=MONTHLY;BYDAY=-1SU",
                "FREQ=YEARLY;BYMONTH=3,11;BYDAY=1SU,2SU"
            })
    void occurrencesStrictlyIncreaseAndOneByOneGivesTheSame(String text) {
        RecurrencePattern pattern = new RecurrencePattern(text);
        Instant start = ZonedDateTime.of(2025, 10, 30, 1, 30, 0, 0, NEW_YORK).toInstant();
        List<Instant> fires = pattern.next(start, start, NEW_YORK, 500);
        assertThat(fires).hasSize(500).isSorted().doesNotHaveDuplicates();
        Instant last = start;
        for (Instant fire : fires.subList(0, 200)) {
            assertThat(pattern.next(last, start, NEW_YORK)).contains(fire);
            last = fire;
        }
    }

    @Test
    void theLargestIntervalIsReckonedRightly() {
        Instant start = Instant.parse("2026-01-15T10:00:00Z");
        ZonedDateTime at = start.atZone(UTC);
        int n = RecurrencePattern.MAX_INTERVAL;
        next("SECONDLY", n, start, at.plusSeconds(n));
        next("MINUTELY", n, start, at.plusMinutes(n));
        next("HOURLY", n, start, at.plusHours(n));
        next("DAILY", n, start, at.plusDays(n));
        next("WEEKLY", n, start, at.plusWeeks(n));
    }

    private static void next(String freq, int interval, Instant start, ZonedDateTime expected) {
        RecurrencePattern pattern = new RecurrencePattern("FREQ=" + freq + ";INTERVAL=" + interval);
        assertThat(pattern.next(start, start, UTC)).contains(expected.toInstant());
    }

    private static ServiceFault refused(String pattern) {
        ServiceFault[] caught = new ServiceFault[1];
        assertThatThrownBy(() -> new RecurrencePattern(pattern)).isInstanceOfSatisfying(ServiceFault.class, fault -> {
            assertThat(fault.hexCode()).isEqualTo("0x8004E100");
            caught[0] = fault;
        });
        return caught[0];
    }
}
