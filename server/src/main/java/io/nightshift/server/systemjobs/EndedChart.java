package io.nightshift.server.systemjobs;

import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Counters;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many ended in a window, and how, day by day; each number leads to the operations it counts. */
public final class EndedChart {

    private static final List<Outcome> OUTCOMES = List.of(
            new Outcome(StatusCode.SUCCEEDED, View.SUCCEEDED, "good"),
            new Outcome(StatusCode.CANCELED, View.CANCELED, "gone"),
            new Outcome(StatusCode.FAILED, View.FAILED, "bad"));

    private final Window window;
    private final Instant now;
    private final List<Counters.Ended> ended;
    private final List<Sum> sums;

    /** @param everything what all counters together say, for a window that is as long as anything is kept */
    EndedChart(Window window, Instant now, List<Counters.Ended> ended, List<Counters.Count> everything) {
        this.window = window;
        this.now = now;
        this.ended = List.copyOf(ended);
        List<Sum> all = new ArrayList<>();
        for (Outcome outcome : OUTCOMES) {
            long operations = window == Window.KEPT
                    ? everything.stream()
                            .filter(count -> count.standing().status() == outcome.status())
                            .mapToLong(Counters.Count::operations)
                            .sum()
                    : count(null, outcome.status());
            all.add(new Sum(outcome.view(), outcome.tone(), operations, address(outcome.view(), null)));
        }
        this.sums = List.copyOf(all);
    }

    private record Outcome(StatusCode status, View view, String tone) {}

    /** How many ended so. */
    public record Sum(View view, String tone, long operations, String address) {}

    /** A part of a bar, from the top of the drawing. */
    public record Part(String tone, double top, double height) {}

    /** A day with the parts of its bar and how many ended so, in the order of the sums. */
    public record Day(LocalDate date, List<Part> parts, List<Long> operations, String address) {

        public long all() {
            return operations.stream().mapToLong(Long::longValue).sum();
        }
    }

    public Window window() {
        return window;
    }

    public List<Sum> sums() {
        return sums;
    }

    /** How many failed in the window. */
    public Sum failed() {
        return sums.getLast();
    }

    /** Whether there is more than one day to draw. */
    public boolean isDrawn() {
        return window != Window.TODAY && !ended.isEmpty();
    }

    /** The days of the window, the oldest first; the highest bar is 100 high. */
    public List<Day> days() {
        long most = Math.max(
                1,
                ended.stream()
                        .map(Counters.Ended::day)
                        .distinct()
                        .mapToLong(this::all)
                        .max()
                        .orElse(1));
        List<Day> days = new ArrayList<>();
        for (int back = window.days() - 1; back >= 0; back--) {
            LocalDate day = window.from(now).plusDays(window.days() - 1L - back);
            List<Part> parts = new ArrayList<>();
            List<Long> operations = new ArrayList<>();
            double top = 100;
            for (Outcome outcome : OUTCOMES) {
                long some = count(day, outcome.status());
                operations.add(some);
                // What is there at all is seen.
                double height = some == 0 ? 0 : Math.max(1.5, 100d * some / most);
                top -= height;
                parts.add(new Part(outcome.tone(), Math.max(0, top), height));
            }
            days.add(new Day(day, parts, operations, address(View.COMPLETED, day)));
        }
        return days;
    }

    private long all(LocalDate day) {
        return OUTCOMES.stream()
                .mapToLong(outcome -> count(day, outcome.status()))
                .sum();
    }

    private long count(@Nullable LocalDate day, StatusCode status) {
        return ended.stream()
                .filter(some ->
                        some.status() == status && (day == null || some.day().equals(day)))
                .mapToLong(Counters.Ended::operations)
                .sum();
    }

    private String address(View view, @Nullable LocalDate day) {
        Parameters list = Parameters.NONE.with("kind", Kind.ALL.word()).with("view", view.word());
        Parameters in = day == null
                ? window.on(list, now)
                : list.with("completed-from", day + "T00:00:00Z")
                        .with("completed-before", day.plusDays(1) + "T00:00:00Z");
        return in.with("order", "completed").on("/jobs");
    }
}
