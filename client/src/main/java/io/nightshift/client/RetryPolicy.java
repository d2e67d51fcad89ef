package io.nightshift.client;

import io.nightshift.sdk.FaultCode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a request is sent again by itself: after 429, with which the server says that it has not looked at the request; and
 * after 503, when the request only reads, or when a lock could not be had, because then nothing was written. A request that
 * may have been carried out is never repeated, but for the blocks of a file: the same block once more takes the place of the
 * first.
 *
 * <p>The wait is what {@code Retry-After} says, otherwise one second, doubled each time.
 *
 * @param most how often at most; 0 never
 * @param longestWait the longest wait before a repetition, more than zero; a server that asks for more is not asked again,
 *     and the caller gets the fault with its {@link WebApiFault#retryAfter}
 */
public record RetryPolicy(int most, Duration longestWait) {

    /** Four times, waiting at most a minute each. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(4, Duration.ofMinutes(1));

    /** Never. */
    public static final RetryPolicy NEVER = new RetryPolicy(0, Duration.ofSeconds(1));

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** @throws IllegalArgumentException when a number is out of its range */
    public RetryPolicy {
        Objects.requireNonNull(longestWait);
        if (most < 0 || longestWait.isNegative() || longestWait.isZero()) {
            throw new IllegalArgumentException("Repeat 0 times or more, and wait longer than no time.");
        }
    }

    /** How long to wait before the request is sent again; null when it is not. */
    @Nullable
    Duration wait(Call call, Answer answer, int sent) {
        if (sent > most || answer.isMultipart() || !mayBeRepeated(call, answer)) {
            return null;
        }
        Duration asked = answer.retryAfter();
        if (asked != null) {
            return asked.compareTo(longestWait) > 0 ? null : asked;
        }
        return growing(sent);
    }

    private Duration growing(int sent) {
        Duration wait = Duration.ofSeconds(1L << Math.min(sent - 1, 20));
        return wait.compareTo(longestWait) > 0 ? longestWait : wait;
    }

    /** How long to wait after no answer came; null when the request is not sent again. */
    @Nullable
    Duration wait(Call call, WebApiFault fault, int sent) {
        return sent <= most && call.repeatable() && fault.isUnanswered() ? growing(sent) : null;
    }

    private static boolean mayBeRepeated(Call call, Answer answer) {
        if (answer.status() == TOO_MANY_REQUESTS) {
            return true;
        }
        if (answer.status() != UNAVAILABLE) {
            return false;
        }
        WebApiFault fault = WebApiFault.of(answer);
        // What took too long takes as long again.
        return fault.is(FaultCode.LOCK_NOT_OBTAINED)
                || ((call.reads() || call.repeatable()) && !fault.is(FaultCode.SQL_TIMEOUT));
    }
}
