package io.nightshift.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times and lengths of time a person types. */
final class Times {

    private static final Pattern LENGTH =
            Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");

    private Times() {}

    /** {@code 2026-12-01T08:00Z}, or without an offset in the zone of this machine. */
    static Instant time(String option, String text, boolean utc) {
        try {
            boolean hasOffset = text.matches(".*T.*(Z|[+-]\\d{2}(:?\\d{2})?)");
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text)
                            .atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault())
                            .toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    option
                            + " takes a time such as 2026-12-01T08:00Z, or 2026-12-01T08:00 in the zone of this machine; got '"
                            + text + "'.");
        }
    }

    /** {@code 2h}, {@code 1d12h}, {@code 90s}. */
    static Duration length(String option, String text) {
        Matcher matcher = LENGTH.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE, option + " takes a length of time such as 30m, 2h or 1d12h; got '" + text + "'.");
        }
        return Duration.ofDays(number(matcher.group(1)))
                .plusHours(number(matcher.group(2)))
                .plusMinutes(number(matcher.group(3)))
                .plusSeconds(number(matcher.group(4)));
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
