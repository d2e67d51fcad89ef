package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Test
    void theStandardWaitsAreThoseOfTheSeedAndThenNone() {
        List<Long> waits = new ArrayList<>();
        for (int retryCount = 0; retryCount < 5; retryCount++) {
            waits.add(RetrySchedule.STANDARD.waitAfter(retryCount).orElseThrow().toSeconds());
        }
        assertThat(waits).containsExactly(36L, 43L, 52L, 62L, 75L);
        assertThat(RetrySchedule.STANDARD.waitAfter(5)).isEmpty();
        assertThat(RetrySchedule.STANDARD.waitAfter(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void aShortBaseKeepsItsMilliseconds() {
        RetrySchedule quick = new RetrySchedule(Duration.ofSeconds(1), 1.2, 5);
        assertThat(quick.waitAfter(0)).contains(Duration.ofMillis(1200));
        assertThat(quick.waitAfter(1)).contains(Duration.ofMillis(1440));
        assertThat(quick.waitAfter(4)).contains(Duration.ofMillis(2488));
    }

    @Test
    void noWaitIsLongerThanThirtyDays() {
        RetrySchedule steep = new RetrySchedule(Duration.ofHours(1), 10, 1_000_000);
        assertThat(steep.waitAfter(2)).contains(RetrySchedule.LONGEST);
        assertThat(steep.waitAfter(999_999)).contains(RetrySchedule.LONGEST);
    }

    @Test
    void zeroRetriesMeansNone() {
        assertThat(new RetrySchedule(Duration.ofSeconds(30), 1, 0).waitAfter(0)).isEmpty();
    }

    @Test
    void impossibleSettingsAreRefused() {
        refused(Duration.ZERO, 1.2, 5);
        refused(Duration.ofSeconds(-1), 1.2, 5);
        refused(Duration.ofSeconds(30), 0.99, 5);
        refused(Duration.ofSeconds(30), Double.NaN, 5);
        refused(Duration.ofSeconds(30), 1.2, -1);
    }

    private static void refused(Duration base, double factor, int maxRetries) {
        assertThatThrownBy(() -> new RetrySchedule(base, factor, maxRetries))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.hexCode()).isEqualTo("0x80040203"));
    }
}
