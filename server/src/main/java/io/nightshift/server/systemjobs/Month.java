package io.nightshift.server.systemjobs;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A month of a calendar, week by week from Monday on, with the dates of a series in the zone of the visitor. */
public record Month(YearMonth month, List<List<Day>> weeks) {

    private static final int WEEK = 7;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.ENGLISH);
    private static final int MOST_TIMES = 4;

    public Month {
        weeks = weeks.stream().map(List::copyOf).toList();
    }

    /** The dates of a series: those on which it is due, and those that it skips. */
    record Dates(List<Instant> due, List<Instant> skipped) {

        static final Dates NONE = new Dates(List.of(), List.of());

        Dates on(LocalDate date, ZoneId zone) {
            return new Dates(on(date, due, zone), on(date, skipped, zone));
        }

        private static List<Instant> on(LocalDate date, List<Instant> dates, ZoneId zone) {
            return dates.stream()
                    .filter(time -> time.atZone(zone).toLocalDate().equals(date))
                    .toList();
        }
    }

    /**
     * A day, or the empty place before the first or after the last.
     *
     * @param date null for an empty place
     * @param times when the series is due on it
     * @param skipped when it would be due, but skips it
     */
    public record Day(@Nullable LocalDate date, boolean isToday, List<Instant> times, List<Instant> skipped) {

        private static final Day NONE = new Day(null, false, List.of(), List.of());

        static Day of(LocalDate date, LocalDate today, Dates dates, ZoneId zone) {
            Dates on = dates.on(date, zone);
            return new Day(date, date.equals(today), on.due(), on.skipped());
        }

        /** How it is drawn. */
        public String style() {
            String drawn = date == null ? "off" : !times.isEmpty() ? "due" : !skipped.isEmpty() ? "skipped" : "";
            return drawn + (isToday ? " today" : "");
        }

        /** Whether there is something to skip or to restore. */
        public boolean hasDates() {
            return !times.isEmpty() || !skipped.isEmpty();
        }

        /** The day with the day of the week, in full. */
        public String name() {
            return date == null ? "" : NAME.format(date);
        }

        /** The times of day at which it is due, without the last ones of many. */
        public String clock(ZoneId zone) {
            return clock(times, zone);
        }

        /** Those that are skipped. */
        public String skippedClock(ZoneId zone) {
            return clock(skipped, zone);
        }

        private static String clock(List<Instant> times, ZoneId zone) {
            List<String> all = times.stream()
                    .limit(MOST_TIMES)
                    .map(time -> CLOCK.format(time.atZone(zone)))
                    .toList();
            return String.join(", ", all) + (times.size() > MOST_TIMES ? ", …" : "");
        }
    }

    /** So many months from the present one on. */
    static List<Month> of(Dates dates, Instant now, ZoneId zone, int months) {
        List<Month> all = new ArrayList<>();
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int ahead = 0; ahead < months; ahead++) {
            YearMonth month = YearMonth.from(today).plusMonths(ahead);
            List<List<Day>> weeks = new ArrayList<>();
            List<Day> week = new ArrayList<>();
            for (int place = 1; place < month.atDay(1).getDayOfWeek().getValue(); place++) {
                week.add(Day.NONE);
            }
            for (int number = 1; number <= month.lengthOfMonth(); number++) {
                week.add(Day.of(month.atDay(number), today, dates, zone));
                if (week.size() == WEEK) {
                    weeks.add(week);
                    week = new ArrayList<>();
                }
            }
            while (!week.isEmpty() && week.size() < WEEK) {
                week.add(Day.NONE);
            }
            if (!week.isEmpty()) {
                weeks.add(week);
            }
            all.add(new Month(month, weeks));
        }
        return all;
    }

    public String name() {
        return month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear();
    }

    /** The days of the week, in full. */
    public static List<String> weekdays() {
        return Arrays.stream(DayOfWeek.values())
                .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .toList();
    }
}
