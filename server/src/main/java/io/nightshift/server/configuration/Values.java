package io.nightshift.server.configuration;

import io.nightshift.platform.mail.MailServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the texts of settings. An unusable one is an {@link IllegalArgumentException} that says what is allowed. */
final class Values {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Values() {}

    static void check(Setting setting, String text) {
        switch (setting.kind()) {
            case PORT -> whole(text, 0, 65_535);
            case SLOTS -> whole(text, 1, 10_000);
            case COUNT -> whole(text, 0, 1_000);
            case HOUR -> whole(text, 0, 23);
            case MEGABYTES -> whole(text, 0, 1_000_000_000);
            case RATE -> whole(text, 1, 100_000_000);
            case FACTOR -> factor(text);
            case FLAG -> flag(text);
            case ROLES -> roles(text);
            case ADDRESS -> address(text);
            case MAIL_SECURITY -> mailSecurity(text);
            case DURATION -> duration(setting, text);
            case TEXT -> {
                if (text.isBlank() && !setting.defaultValue().isEmpty()) {
                    throw new IllegalArgumentException("it must not be blank");
                }
            }
            case SECRET -> {
                if (!text.isEmpty() && text.isBlank()) {
                    throw new IllegalArgumentException("it must not be blank");
                }
            }
        }
    }

    static int whole(String text, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most + " is needed";
        try {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(allowed);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(allowed, e);
        }
    }

    static double factor(String text) {
        try {
            double factor = new BigDecimal(text).doubleValue();
            if (factor < 1 || factor > 100) {
                throw new IllegalArgumentException("a number from 1 to 100 is needed");
            }
            return factor;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number from 1 to 100 is needed", e);
        }
    }

    static boolean flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is needed");
        };
    }

    static Set<Role> roles(String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : text.split(",", -1)) {
            try {
                roles.add(Role.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("one or more of web, async and maintenance are needed", e);
            }
        }
        return roles;
    }

    private static void address(String text) {
        if (!text.isEmpty() && !text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("an address such as jdbc:postgresql://host:5432/database is needed");
        }
    }

    static MailServer.Security mailSecurity(String text) {
        try {
            return MailServer.Security.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("one of starttls, tls and none is needed", e);
        }
    }

    static Duration duration(Setting setting, String text) {
        Duration duration = duration(text);
        boolean mayBeZero = setting == Setting.DRAIN;
        if (duration.isNegative() || (duration.isZero() && !mayBeZero)) {
            throw new IllegalArgumentException("a time above zero is needed");
        }
        if (setting == Setting.LEASE
                && (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(Duration.ofHours(1)) > 0)) {
            throw new IllegalArgumentException("a time from 1s to 1h is needed");
        }
        boolean isRetention = setting == Setting.RETENTION_SHORT || setting == Setting.RETENTION_LONG;
        if (isRetention && duration.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("a time of at least 1d is needed");
        }
        return duration;
    }

    /** {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d}. */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a time such as 250ms, 10s, 5m, 2h or 1d is needed");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
