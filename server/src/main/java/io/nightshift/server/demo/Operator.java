package io.nightshift.server.demo;

import io.nightshift.database.ServiceClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plays the person at the desk: watches the operations and moves them by the calls that anyone has. Pauses the largest
 * country in mid-work and resumes it; accepts the refused rows and resumes what waited for that; says what it sees.
 */
final class Operator {

    /** How long the operator leaves a thing as it is, so that others can see it too. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private static final String NAME = "operator";

    private final AsyncService service;
    private final OperationQueue queue;
    private final SystemJobs jobs;
    private final DemoRun run;
    private final Screen screen;
    private final long begin;

    private boolean pauseAsked;
    private @Nullable Instant pausedSince;
    private @Nullable Instant waitingSince;
    private int retriesSeen;
    private int talliesSeen;

    Operator(AsyncService service, DemoRun run, Screen screen) {
        this.service = service;
        this.queue = service.queue();
        this.jobs = service.systemJobs();
        this.run = run;
        this.screen = screen;
        this.begin = queue.clock().nanos();
    }

    /** Looks once and does what is to be done. */
    void act(Snapshot now) throws SQLException {
        tendLargestCountry(now);
        tendDamagedRows(now.damagedRows());
        watchWeather(now.weather());
        watchTallies(now);
    }

    private void tendLargestCountry(Snapshot now) throws SQLException {
        AsyncOperation largest = now.largestCountry();
        Integer progress = largest.progress();
        if (!pauseAsked && largest.status() == StatusCode.IN_PROGRESS && progress != null && progress > 0) {
            pauseAsked = true;
            move(Move.PAUSE, largest, "to show a pause");
        }
        if (largest.status() != StatusCode.WAITING || largest.cause() != Cause.PAUSED) {
            pausedSince = null;
            return;
        }
        if (pausedSince == null) {
            pausedSince = clock().now();
            say("Paused at a checkpoint: " + largest.name() + ", " + largest.progressText() + " airports.");
            List<AsyncOperation> lane =
                    now.lanes().getOrDefault(Objects.requireNonNullElse(largest.token(), ""), List.of());
            if (lane.size() > 1) {
                explain(lane.getLast());
            }
        } else if (isOver(pausedSince)) {
            move(Move.RESUME, largest, "the pause has been seen");
        }
    }

    private void tendDamagedRows(AsyncOperation damaged) throws SQLException {
        if (damaged.cause() != Cause.PERSON) {
            waitingSince = null;
            return;
        }
        if (waitingSince == null) {
            waitingSince = clock().now();
            say("Waits for a person: " + damaged.name() + ". " + error(damaged));
        } else if (isOver(waitingSince)) {
            service.store().database().inTransaction(connection -> {
                DemoTables.accept(connection, run.id(), NAME);
                return null;
            });
            move(Move.RESUME, damaged, "the refused rows are accepted");
            waitingSince = null;
        }
    }

    private void watchWeather(AsyncOperation weather) {
        if (weather.cause() == Cause.RETRY && weather.retryCount() > retriesSeen) {
            retriesSeen = weather.retryCount();
            say("Retries: " + weather.name() + ", after " + weather.message() + " It "
                    + waits(service.settings().retries(), retriesSeen - 1) + ".");
        }
    }

    /** The wait after so many retries, with the standard one beside it. */
    static String waits(RetrySchedule here, int retriesBefore) {
        return String.format(
                Locale.ROOT,
                "waits %.1f s (outside the demo %d s)",
                here.waitAfter(retriesBefore).orElseThrow().toMillis() / 1000.0,
                RetrySchedule.STANDARD.waitAfter(retriesBefore).orElseThrow().toSeconds());
    }

    private void watchTallies(Snapshot now) throws SQLException {
        List<AsyncOperation> tallies = now.tallies();
        while (talliesSeen < tallies.size() && tallies.get(talliesSeen).isCompleted()) {
            String done = jobs.result(null, tallies.get(talliesSeen).id()).orElse("?");
            talliesSeen++;
            say("Recurred: " + now.series().name() + ", for the " + ordinal(talliesSeen) + " time: " + done + " done.");
        }
    }

    private void explain(AsyncOperation operation) throws SQLException {
        jobs.explain(null, operation.id()).stream()
                .findFirst()
                .ifPresent(why -> say("Why does " + Snapshot.country(operation) + " wait? " + why.sentence()));
    }

    /** A move that comes too late is refused; that is no mishap here. */
    private void move(Move move, AsyncOperation operation, String reason) throws SQLException {
        try {
            queue.move(move, null, operation.id(), new Author(NAME, reason));
            say("The operator asks: " + move.label() + " " + operation.name() + " (" + reason + ").");
        } catch (ServiceFault refused) {
            say("Refused " + refused.hexCode() + ": " + refused.getMessage());
        }
    }

    private void say(String line) {
        screen.say(String.format(Locale.ROOT, "%5.1f s  %s", (clock().nanos() - begin) / 1e9, line));
    }

    private boolean isOver(Instant since) {
        return Duration.between(since, clock().now()).compareTo(LOOK) >= 0;
    }

    private ServiceClock clock() {
        return queue.clock();
    }

    private static String error(AsyncOperation operation) {
        Integer code = operation.errorCode();
        return (code == null ? "" : ErrorCode.hex(code) + ": ") + operation.message();
    }

    private static String ordinal(int number) {
        return switch (number) {
            case 1 -> "first";
            case 2 -> "second";
            case 3 -> "third";
            default -> number + "th";
        };
    }
}
