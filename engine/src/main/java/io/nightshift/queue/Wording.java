package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How times, numbers and errors are said in the sentences of an explanation. */
final class Wording {

    private Wording() {}

    static String error(AsyncOperation operation) {
        String message = Objects.requireNonNullElse(operation.message(), "");
        Integer code = operation.errorCode();
        return code == null ? message : "Error " + ErrorCode.hex(code) + ": " + message;
    }

    static String at(@Nullable Instant until, Instant now) {
        if (until == null || !until.isAfter(now)) {
            return "at once";
        }
        return "at " + shown(until) + " (in " + words(Duration.between(now, until)) + ")";
    }

    static String shown(@Nullable Instant time) {
        return time == null
                ? "an unknown time"
                : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 1) {
            return "less than a second";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : String.format(Locale.ROOT, "%,d days", seconds / 86_400);
    }

    /** A number that is exact up to the cap. */
    static String capped(int number) {
        return number > Reason.EXACT ? "1,000+" : Integer.toString(number);
    }

    /** What a sentence is made of, by name; what is null is left out. */
    static Map<String, Object> facts(@Nullable Object... pairs) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                facts.put(String.valueOf(pairs[i]), value instanceof Instant time ? time.toString() : value);
            }
        }
        return facts;
    }
}
