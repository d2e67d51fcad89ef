package io.nightshift.queue;

import static io.nightshift.queue.Wording.at;
import static io.nightshift.queue.Wording.error;
import static io.nightshift.queue.Wording.facts;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.queue.Explanation.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What an operation says by where it stands: it ended, it runs, it is suspended. A Ready one says nothing. */
final class StandingReason implements Reason {

    private static final SqlFile LAST_MOVE = QueueSql.file("explain_move.sql");

    private final QueueStore store;
    private final RetrySchedule retries;

    StandingReason(QueueStore store, RetrySchedule retries) {
        this.store = store;
        this.retries = retries;
    }

    @Override
    public Optional<Explanation> of(AsyncOperation operation, int organization) throws SQLException {
        Instant now = store.clock().now();
        return switch (operation.status()) {
            case SUCCEEDED, FAILED, CANCELED -> Optional.of(completed(operation));
            case IN_PROGRESS -> Optional.of(running(operation, now));
            case PAUSING -> Optional.of(stopping(operation, Kind.PAUSING, "will stop", by(operation, organization)));
            case CANCELING ->
                Optional.of(stopping(operation, Kind.CANCELING, "will be canceled", by(operation, organization)));
            case WAITING -> Optional.of(suspended(operation, organization, now));
            case WAITING_FOR_RESOURCES -> Optional.empty();
        };
    }

    private static Explanation completed(AsyncOperation operation) {
        String sentence = "It ended as " + operation.status().label() + " at " + Wording.shown(operation.completedOn())
                + "." + (operation.message() == null ? "" : " " + error(operation));
        return new Explanation(Kind.COMPLETED, sentence, facts("completedon", operation.completedOn()));
    }

    private static Explanation running(AsyncOperation operation, Instant now) {
        Instant started = operation.startedOn();
        if (started == null) {
            return new Explanation(
                    Kind.CLAIMED,
                    "It is claimed by " + operation.hostId() + " and has not started; its handler runs in a moment.",
                    facts("host", operation.hostId()));
        }
        String progress = operation.progress() == null
                ? ""
                : ", " + operation.progress() + " %"
                        + (operation.progressText() == null ? "" : ": " + operation.progressText());
        return new Explanation(
                Kind.RUNNING,
                "It has been running on " + operation.hostId() + " for " + Wording.words(Duration.between(started, now))
                        + progress + ".",
                facts("host", operation.hostId(), "startedon", started));
    }

    private static Explanation stopping(AsyncOperation operation, Kind kind, String what, String by) {
        return new Explanation(
                kind,
                "It is running on " + operation.hostId() + " and " + what + " at its next checkpoint, as asked" + by
                        + ".",
                facts("host", operation.hostId(), "startedon", operation.startedOn()));
    }

    private Explanation suspended(AsyncOperation operation, int organization, Instant now) throws SQLException {
        Cause cause = Objects.requireNonNull(operation.cause());
        Instant until = operation.postponeUntil();
        return switch (cause) {
            case RETRY ->
                new Explanation(
                        Kind.RETRY,
                        "It retries " + at(until, now) + " (retry " + operation.retryCount() + " of "
                                + retries.maxRetries() + "). " + error(operation),
                        facts(
                                "until",
                                until,
                                "retrycount",
                                operation.retryCount(),
                                "maxretries",
                                retries.maxRetries(),
                                "errorcode",
                                operation.errorCode()));
            case POSTPONED ->
                new Explanation(
                        Kind.POSTPONED,
                        "It is postponed" + by(operation, organization) + "; it runs " + at(until, now) + ".",
                        facts("until", until));
            case PAUSED ->
                new Explanation(
                        Kind.PAUSED,
                        "It is paused" + by(operation, organization) + " and waits until somebody resumes it."
                                + (operation.message() == null ? "" : " " + error(operation)),
                        facts("message", operation.message()));
            case EVENT ->
                new Explanation(
                        Kind.EVENT,
                        (operation.progressText() == null
                                        ? "It waits for the event '" + operation.eventKey() + "'"
                                        : "It " + operation.progressText())
                                + (until == null ? "" : "; if nothing happens, it goes on " + at(until, now)) + ".",
                        facts("eventkey", operation.eventKey(), "until", until));
            case PERSON ->
                new Explanation(
                        Kind.PERSON,
                        "It waits for a person: mend what is wrong, then resume it. " + error(operation),
                        facts("errorcode", operation.errorCode(), "message", operation.message()));
            case CHECKPOINT ->
                new Explanation(
                        Kind.CHECKPOINT,
                        (operation.progressText() == null ? "It saved a checkpoint" : "It " + operation.progressText())
                                + " and goes on " + at(until, now) + ".",
                        facts("until", until));
            case SERIES ->
                new Explanation(
                        Kind.SERIES,
                        "It recurs; the next occurrence is made " + at(until, now) + ".",
                        facts("until", until));
        };
    }

    /** Who moved it last; the log lies in partitions by the day the operation was created, so one is asked. */
    private String by(AsyncOperation operation, int organization) throws SQLException {
        return store.database()
                .autoCommit(connection -> LAST_MOVE
                        .on(connection)
                        .set("organization", organization)
                        .set("id", operation.id())
                        .set("created_on", operation.createdOn())
                        .one(row -> " by " + row.getString("author")))
                .orElse("");
    }
}
