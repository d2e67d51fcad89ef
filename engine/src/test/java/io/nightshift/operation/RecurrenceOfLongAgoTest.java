package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The next occurrence of a series costs the same however long ago it began. */
class RecurrenceOfLongAgoTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant START = Instant.parse("2024-02-28T22:17:31Z");

    @Test
    void aRuleOfSecondsThatBeganDecadesAgoIsNotWalkedFromItsBeginning() {
        Instant now = Instant.parse("2026-11-22T03:00:00Z");
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(new RecurrencePattern("FREQ=SECONDLY;INTERVAL=7")
                                .next(now, Instant.parse("1970-01-01T00:00:00Z"), UTC))
                        .hasValue(now.plusSeconds(7 - now.getEpochSecond() % 7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=HOURLY;INTERVAL=5",
                "FREQ=HOURLY;BYMINUTE=10,50",
                "FREQ=HOURLY;INTERVAL=7;BYDAY=MO,TH",
                "FREQ=MINUTELY;INTERVAL=45",
                "FREQ=MINUTELY;INTERVAL=13;BYHOUR=3,4;BYSECOND=0,30",
                "FREQ=SECONDLY;INTERVAL=601",
                "FREQ=MINUTELY;INTERVAL=30;COUNT=200",
                "FREQ=MINUTELY;INTERVAL=30;UNTIL=20240302T000000Z"
            })
    void askedFromAnyOccurrenceOnTheRuleGoesOnAsItDoesFromItsStart(String rule) {
        RecurrencePattern pattern = new RecurrencePattern(rule);
        List<Instant> all = pattern.next(START.minusMillis(1), START, UTC, 210);
        assertThat(all).isNotEmpty();
        for (int i = 0; i < all.size(); i++) {
            List<Instant> rest = all.subList(i + 1, all.size());
            assertThat(pattern.next(all.get(i), START, UTC, rest.size())).isEqualTo(rest);
        }
    }

    @Test
    void aStartThatNoCalendarHasIsRefused() {
        Recurrence recurrence = Recurrence.of("FREQ=DAILY");
        for (Instant impossible : List.of(Instant.MIN, Instant.MAX)) {
            assertThatThrownBy(() -> recurrence.starting(impossible))
                    .isInstanceOfSatisfying(
                            ServiceFault.class,
                            fault -> assertThat(fault.errorCode()).isEqualTo(ErrorCode.INVALID_ARGUMENT.code()));
        }
    }
}
