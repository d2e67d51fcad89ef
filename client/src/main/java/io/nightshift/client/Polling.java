package io.nightshift.client;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again, after pauses that grow to two seconds, until the answer is the one that is waited for. */
final class Polling {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private Polling() {}

    /**
     * The first answer that will do.
     *
     * @param what is waited for, in words
     * @throws TimeoutException when none has come within the time
     */
    static <T> T until(WebApi api, String what, Supplier<T> asked, Predicate<T> enough, Duration timeout)
            throws TimeoutException {
        long begun = api.pace().nanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            T answer = asked.get();
            if (enough.test(answer)) {
                return answer;
            }
            Duration left = timeout.minusNanos(api.pace().nanos() - begun);
            if (left.isNegative() || left.isZero()) {
                throw new TimeoutException(what + " has not ended within " + timeout.toMillis() + " ms; it goes on.");
            }
            api.pause(pause.compareTo(left) < 0 ? pause : left);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }
}
