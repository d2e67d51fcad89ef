package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallerLimitsTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void tooManyRequestsAreToldWhenToGoOn() {
        CallerLimits limits = new CallerLimits(300, 1000, nanos::get);
        for (int i = 0; i < 300; i++) {
            assertThat(limits.enter("a")).isNull();
        }
        ApiAnswer refused = Objects.requireNonNull(limits.enter("a"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("Retry-After", "1");
        assertThat(limits.enter("b")).as("another caller").isNull();
        nanos.addAndGet(2 * SECOND);
        assertThat(limits.enter("a")).isNull();
        assertThat(limits.enter("a")).isNull();
        assertThat(limits.enter("a")).isNotNull();
    }

    @Test
    void tooManyAtOnceWaitForOneToEnd() {
        CallerLimits limits = new CallerLimits(1000, 2, nanos::get);
        assertThat(limits.enter("a")).isNull();
        assertThat(limits.enter("a")).isNull();
        assertThat(Objects.requireNonNull(limits.enter("a")).status()).isEqualTo(429);
        limits.leave("a");
        assertThat(limits.enter("a")).isNull();
    }
}
