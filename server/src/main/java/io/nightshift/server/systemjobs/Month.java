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

/** A month of a calendar, week by week from Monday on, with the dates of a series in the zone of the visitor. */
public record Month(YearMonth month, List<List<Day>> weeks) {

    private static final int WEEK = 7;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final int MOST_TIMES = 4;

    public Month {
        weeks = weeks.stream().map(List::copyOf).toList();
    }

    /**
     * A day, or the empty place before the first or after the last.
     *
     * @param number 0 for an empty place
     * @param times when the series is due on it
     */
    public record Day(int number, boolean isToday, List<Instant> times) {

        /** The times of day, without the last ones of many. */
        public String clock(ZoneId zone) {
            List<String> all = times.stream()
                    .limit(MOST_TIMES)
                    .map(time -> CLOCK.format(time.atZone(zone)))
                    .toList();
            return String.join(", ", all) + (times.size() > MOST_TIMES ? ", …" : "");
        }
    }

    /** So many months from the present one on. */
    static List<Month> of(List<Instant> dates, Instant now, ZoneId zone, int months) {
        List<Month> all = new ArrayList<>();
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int ahead = 0; ahead < months; ahead++) {
            YearMonth month = YearMonth.from(today).plusMonths(ahead);
            List<List<Day>> weeks = new ArrayList<>();
            List<Day> week = new ArrayList<>();
            for (int place = 1; place < month.atDay(1).getDayOfWeek().getValue(); place++) {
                week.add(new Day(0, false, List.of()));
            }
            for (int number = 1; number <= month.lengthOfMonth(); number++) {
                LocalDate date = month.atDay(number);
                week.add(new Day(number, date.equals(today), on(date, dates, zone)));
                if (week.size() == WEEK) {
                    weeks.add(week);
                    week = new ArrayList<>();
                }
            }
            while (!week.isEmpty() && week.size() < WEEK) {
                week.add(new Day(0, false, List.of()));
            }
            if (!week.isEmpty()) {
                weeks.add(week);
            }
            all.add(new Month(month, weeks));
        }
        return all;
    }

    private static List<Instant> on(LocalDate date, List<Instant> dates, ZoneId zone) {
        return dates.stream()
                .filter(time -> time.atZone(zone).toLocalDate().equals(date))
                .toList();
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
