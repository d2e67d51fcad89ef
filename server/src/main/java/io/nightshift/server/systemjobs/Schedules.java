package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.RecurrencePattern;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The series: when each goes on, its next dates, and another rule for it. */
public final class Schedules {

    private static final int MOST = 100;
    private static final int DATES = 10;
    /** As many as an hourly series has in the months that are drawn. */
    private static final int MOST_DATES = Recurrence.MOST_DATES;

    private static final int MONTHS = 2;

    /** What the list shows. */
    public record Calendar(
            List<AsyncOperation> series, @Nullable String next) {}

    /**
     * One series.
     *
     * @param asked another rule that is looked at before it is given
     * @param tried the dates it would have
     * @param months the present month and the next with its dates, or with those it would have
     * @param chosen the day of which single dates are skipped or restored
     */
    public record One(
            AsyncOperation series,
            List<Instant> dates,
            List<Month> months,
            Month.@Nullable Day chosen,
            List<AsyncOperation> occurrences,
            Parameters asked,
            List<Instant> tried) {

        /** Whether its rule can be changed. */
        public boolean isOpen() {
            return !series.isCompleted();
        }
    }

    private final Site site;
    private final Pages pages;

    Schedules(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply list(PageCall call) throws SQLException {
        SystemJobs.Page page = site.jobs()
                .find(Search.all()
                        .in(call.organization())
                        .causes(Set.of(Cause.SERIES, Cause.PAUSED))
                        .series(true)
                        .limit(MOST)
                        .after(call.query().one("after")));
        return pages.page(
                "schedules",
                pages.frame(call, "schedules", Texts.ENGLISH.of("schedules.title")),
                new Calendar(page.operations(), page.next()));
    }

    Reply one(PageCall call) throws SQLException {
        AsyncOperation series = site.operation(call.organization(), call.id(1));
        if (!series.series()) {
            return Reply.redirect("/jobs/" + series.id());
        }
        List<AsyncOperation> occurrences = site.jobs()
                .find(Search.all().in(call.organization()).parent(series.id()).limit(20))
                .operations();
        Month.Dates dates = series.isCompleted() ? Month.Dates.NONE : dates(call.organization(), series.id());
        List<Instant> tried = tried(call);
        ZoneId zone = call.visitor().zone();
        Month.Dates drawn = tried.isEmpty() ? dates : new Month.Dates(tried, List.of());
        LocalDate day = tried.isEmpty() ? day(call.query()) : null;
        return pages.page(
                "schedule",
                pages.frame(call, "schedules", series.name()),
                new One(
                        series,
                        dates.due().stream().limit(DATES).toList(),
                        Month.of(drawn, site.now(), zone, MONTHS),
                        day == null ? null : Month.Day.of(day, LocalDate.ofInstant(site.now(), zone), drawn, zone),
                        occurrences,
                        call.query(),
                        tried.stream().limit(DATES).toList()));
    }

    /** None when the rule cannot be understood: whoever is to mend it must see this page. */
    private Month.Dates dates(String organization, UUID id) throws SQLException {
        try {
            return new Month.Dates(
                    site.jobs().preview(organization, id, MOST_DATES),
                    site.jobs().skipped(organization, id));
        } catch (ServiceFault e) {
            if (e.errorCode() == ErrorCode.INVALID_RECURRENCE_PATTERN.code()) {
                return Month.Dates.NONE;
            }
            throw e;
        }
    }

    /** The dates of a rule that is only looked at. */
    private List<Instant> tried(PageCall call) {
        String pattern = call.query().one("pattern");
        if (pattern == null) {
            return List.of();
        }
        Recurrence recurrence = Recurrence.of(pattern);
        String start = call.query().one("start");
        if (start != null) {
            recurrence =
                    recurrence.starting(GridQuery.time(start, call.visitor().zone()));
        }
        String zone = call.query().one("zone");
        return (zone == null ? recurrence : recurrence.in(zone(zone))).preview(site.now(), MOST_DATES);
    }

    /** Gives the series another rule; what is left empty stays as it is. */
    Reply edit(PageCall call) throws SQLException {
        UUID id = call.id(1);
        Parameters form = call.form();
        if (form.has("preview", "yes")) {
            return Reply.redirect(form.only(List.of("pattern", "start", "zone", "overlap", "missed"))
                    .on("/schedules/" + id));
        }
        String pattern = form.one("pattern");
        String zone = form.one("zone");
        String start = form.one("start");
        RecurrenceEdit edit = new RecurrenceEdit(
                pattern == null ? null : new RecurrencePattern(pattern),
                start == null ? null : GridQuery.time(start, call.visitor().zone()),
                zone == null ? null : zone(zone),
                word(form.one("overlap"), Recurrence.Overlap.values()),
                word(form.one("missed"), Recurrence.Missed.values()),
                Set.of(),
                Set.of());
        if (edit.equals(RecurrenceEdit.NOTHING)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Nothing was filled in, so nothing was changed.");
        }
        give(call, id, edit);
        return call.done(Notice.done(Texts.ENGLISH.of("schedules.edited")), "/schedules/" + id);
    }

    private void give(PageCall call, UUID id, RecurrenceEdit edit) throws SQLException {
        site.service()
                .queue()
                .editRecurrence(
                        call.organization(),
                        id,
                        edit,
                        new Author(call.visitor().name(), call.form().one("reason")));
    }

    /** Skips single dates of a day, or restores them. */
    Reply editDates(PageCall call) throws SQLException {
        UUID id = call.id(1);
        Parameters form = call.form();
        boolean skips = form.one("skip") != null;
        Set<Instant> dates = form.all(skips ? "skip" : "restore").stream()
                .flatMap(several -> Arrays.stream(several.split(" ")))
                .map(Schedules::instant)
                .collect(Collectors.toSet());
        if (dates.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("No date was chosen, so nothing was changed.");
        }
        give(call, id, skips ? RecurrenceEdit.NOTHING.skip(dates) : RecurrenceEdit.NOTHING.restore(dates));
        LocalDate day = day(form);
        return call.done(
                Notice.done(Texts.ENGLISH.of(skips ? "schedules.skipped" : "schedules.restored")),
                "/schedules/" + id + (day == null ? "" : "?day=" + day + "#day"));
    }

    /** Dates as one button sends them. */
    public static String several(List<Instant> dates) {
        return dates.stream().map(Instant::toString).collect(Collectors.joining(" "));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + text + "' is no date; choose one of the calendar.");
        }
    }

    private static @Nullable LocalDate day(Parameters parameters) {
        String day = parameters.one("day");
        try {
            return day == null ? null : LocalDate.parse(day);
        } catch (DateTimeException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + day + "' is no day; choose one of the calendar.");
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "There is no time zone '" + name + "'; give one such as Europe/Berlin.");
        }
    }

    private static <T extends Enum<T>> @Nullable T word(@Nullable String word, T[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
    }
}
