package io.nightshift.server.systemjobs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every page knows: its visitor, its words, and how it shows times and numbers.
 *
 * @param section the entry of the navigation that is marked
 * @param here the address of this page, to come back to
 */
public record Frame(
        Visitor visitor,
        Texts texts,
        Instant now,
        List<String> organizations,
        String section,
        String title,
        String here,
        @Nullable Notice notice) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter PLAN =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu, HH:mm:ss", Locale.ENGLISH);

    /** The text with this key. */
    public String t(String key, Object... values) {
        return texts.of(key, values);
    }

    /** The text for one or for several: the keys {@code KEY.one} and {@code KEY.many}. */
    public String n(String key, long count, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = number(count);
        System.arraycopy(values, 0, all, 1, values.length);
        return texts.of(key + (count == 1 ? ".one" : ".many"), all);
    }

    public String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }

    /** A time in the zone of the visitor, as short as it can be; the seconds only today. */
    public String time(Instant time) {
        ZonedDateTime there = time.atZone(visitor.zone());
        LocalDate today = now.atZone(visitor.zone()).toLocalDate();
        if (there.toLocalDate().equals(today)) {
            return TIME.format(there);
        }
        return (there.getYear() == today.getYear() ? DAY : YEAR).format(there);
    }

    /** A day of UTC without the year. */
    public String day(LocalDate day) {
        return SHORT_DAY.format(day);
    }

    /** A date to plan with: the day of the week, and the time to the second. */
    public String date(Instant time) {
        return PLAN.format(time.atZone(visitor.zone()));
    }

    /** A time in full, in the zone of the visitor and in UTC. */
    public String full(Instant time) {
        String there =
                FULL.format(time.atZone(visitor.zone())) + " (" + visitor.zone().getId() + ")";
        return visitor.zone().equals(ZoneOffset.UTC) || visitor.zone().getId().equals("UTC")
                ? there
                : there + " · " + FULL.format(time.atZone(ZoneOffset.UTC)) + " UTC";
    }

    /** The value of a field for a date and time. */
    public String field(Instant time) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ENGLISH).format(time.atZone(visitor.zone()));
    }

    /** How far away a time is: {@code in 42 s}, {@code 3 min ago}. */
    public String away(Instant time) {
        Duration between = Duration.between(now, time);
        String length = length(between.abs());
        return between.isNegative() ? t("time.ago", length) : t("time.in", length);
    }

    /** A length of time in one or two units. */
    public String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 1) {
            return t("time.millis", length.toMillis());
        }
        if (seconds < 60) {
            return t("time.seconds", seconds);
        }
        if (seconds < 3600) {
            return t("time.minutes", seconds / 60, seconds % 60);
        }
        if (seconds < 48 * 3600) {
            return t("time.hours", seconds / 3600, seconds / 60 % 60);
        }
        return t("time.days", number(seconds / 86400), seconds / 3600 % 24);
    }
}
