package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.queue.Explanation.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why an operation does not run. Each question it asks is a few index probes, or stops at a cap. */
final class Explaining {

    private static final SqlFile LANE = QueueSql.file("explain_lane.sql");
    private static final SqlFile TURN = QueueSql.file("explain_turn.sql");
    private static final SqlFile LAST_MOVE = QueueSql.file("explain_move.sql");
    private static final int EXACT = 1000;

    private final QueueStore store;
    private final RetrySchedule retries;
    private final Nodes nodes;
    private final LimitReason limit;

    Explaining(QueueStore store, RetrySchedule retries) {
        this.store = store;
        this.retries = retries;
        this.nodes = new Nodes(store);
        this.limit = new LimitReason(store);
    }

    List<Explanation> explain(AsyncOperation operation, int organization) throws SQLException {
        List<Explanation> all = new ArrayList<>();
        Instant now = store.clock().now();
        switch (operation.status()) {
            case SUCCEEDED, FAILED, CANCELED -> all.add(completed(operation));
            case IN_PROGRESS -> all.add(running(operation, now));
            case PAUSING ->
                all.add(new Explanation(
                        Kind.PAUSING,
                        "It is running on " + operation.hostId() + " and will stop at its next checkpoint, as asked"
                                + by(operation, organization) + ".",
                        facts("host", operation.hostId())));
            case CANCELING ->
                all.add(new Explanation(
                        Kind.CANCELING,
                        "It is running on " + operation.hostId()
                                + " and will be canceled at its next checkpoint, as asked" + by(operation, organization)
                                + ".",
                        facts("host", operation.hostId())));
            case WAITING -> all.add(suspended(operation, organization, now));
            case WAITING_FOR_RESOURCES -> {}
        }
        if (operation.isCompleted() || operation.state().code() == 2 || operation.series()) {
            return all;
        }
        behind(operation, organization).ifPresent(all::add);
        limit.of(operation, organization).ifPresent(all::add);
        unhandled(operation).ifPresent(all::add);
        if (all.isEmpty()) {
            all.add(turn(operation, organization));
        }
        return all;
    }

    private static Explanation completed(AsyncOperation operation) {
        String sentence = "It ended as " + operation.status().label() + " at " + shown(operation.completedOn()) + "."
                + (operation.message() == null ? "" : " " + error(operation));
        return new Explanation(Kind.COMPLETED, sentence, facts("completedon", operation.completedOn()));
    }

    private static Explanation running(AsyncOperation operation, Instant now) {
        Instant started = Objects.requireNonNullElse(operation.startedOn(), now);
        Duration running = Duration.between(started, now);
        String progress = operation.progress() == null
                ? ""
                : ", " + operation.progress() + " %"
                        + (operation.progressText() == null ? "" : ": " + operation.progressText());
        return new Explanation(
                Kind.RUNNING,
                "It has been running on " + operation.hostId() + " for " + words(running) + progress + ".",
                facts("host", operation.hostId(), "startedon", started));
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
                        "It is paused" + by(operation, organization) + " and waits until somebody resumes it.",
                        facts());
            case EVENT ->
                new Explanation(
                        Kind.EVENT,
                        "It waits for the event '" + operation.eventKey() + "'.",
                        facts("eventkey", operation.eventKey()));
            case PERSON ->
                new Explanation(
                        Kind.PERSON,
                        "It waits for a person: mend what is wrong, then resume it. " + error(operation),
                        facts("errorcode", operation.errorCode(), "message", operation.message()));
            case CHECKPOINT ->
                new Explanation(
                        Kind.CHECKPOINT,
                        "It saved a checkpoint and goes on " + at(until, now) + ".",
                        facts("until", until));
            case SERIES ->
                new Explanation(
                        Kind.SERIES,
                        "It recurs; the next occurrence is made " + at(until, now) + ".",
                        facts("until", until));
        };
    }

    private Optional<Explanation> behind(AsyncOperation operation, int organization) throws SQLException {
        String token = operation.token();
        if (token == null || operation.holdsLane()) {
            return Optional.empty();
        }
        return store.database()
                .autoCommit(connection -> LANE.on(connection)
                        .set("organization", organization)
                        .set("token", token)
                        .set("sequence", operation.sequence())
                        .set("cap", EXACT + 1)
                        .one(row -> {
                            int position = row.getInt("ahead");
                            String id = row.getString("holder_id");
                            String ahead = position > EXACT ? "1,000+" : Integer.toString(position);
                            String holder = id == null
                                    ? "the lane is being passed on at this moment"
                                    : "the lane is held by operation " + id + " (" + row.getString("holder_name") + ", "
                                            + SystemJobs.standing(
                                                    row.getInt("holder_status"),
                                                    row.getObject("holder_cause", Integer.class))
                                            + ")";
                            return new Explanation(
                                    Kind.BEHIND_IN_LANE,
                                    "It is number " + ahead + " in line behind others with the dependency token '"
                                            + token + "'; " + holder + ".",
                                    facts(
                                            "token",
                                            token,
                                            "position",
                                            position,
                                            "capped",
                                            position > EXACT,
                                            "holder",
                                            id));
                        }));
    }

    private Optional<Explanation> unhandled(AsyncOperation operation) throws SQLException {
        List<Nodes.Node> alive =
                nodes.nodes().stream().filter(Nodes.Node::alive).toList();
        if (alive.isEmpty()) {
            return Optional.of(new Explanation(
                    Kind.NO_NODE, "No node is running; start one and it will be taken in its turn.", facts()));
        }
        String type = "type:" + operation.type().code();
        String message = "message:" + operation.messageName();
        if (alive.stream()
                .anyMatch(n -> n.handlers().contains(type) || n.handlers().contains(message))) {
            return Optional.empty();
        }
        return Optional.of(new Explanation(
                Kind.NO_HANDLER,
                "No live node has a handler for "
                        + (operation.messageName() == null ? "" : "the message '" + operation.messageName() + "' or ")
                        + "the type " + operation.type().label() + ".",
                facts(
                        "message",
                        operation.messageName(),
                        "operationtype",
                        operation.type().code())));
    }

    private Explanation turn(AsyncOperation operation, int organization) throws SQLException {
        int ahead = store.database()
                .autoCommit(connection -> TURN.on(connection)
                        .set("organization", organization)
                        .set("type", operation.type().code())
                        .set("message_name", Objects.requireNonNullElse(operation.messageName(), ""))
                        .set("sequence", operation.sequence())
                        .set("cap", EXACT + 1)
                        .query(row -> row.getInt("ahead"))
                        .getFirst());
        String before = ahead == 0
                ? "nothing of its kind is before it"
                : (ahead > EXACT ? "1,000+" : ahead) + " of its kind " + (ahead == 1 ? "is" : "are") + " before it";
        return new Explanation(
                Kind.NEXT_IN_TURN,
                "It is ready and runs as soon as a slot is free; " + before + ".",
                facts("ahead", ahead, "capped", ahead > EXACT));
    }

    private String by(AsyncOperation operation, int organization) throws SQLException {
        return store.database()
                .autoCommit(connection -> LAST_MOVE
                        .on(connection)
                        .set("organization", organization)
                        .set("id", operation.id())
                        .one(row -> " by " + row.getString("author")))
                .orElse("");
    }

    private static String error(AsyncOperation operation) {
        String message = Objects.requireNonNullElse(operation.message(), "");
        Integer code = operation.errorCode();
        return code == null ? message : "Error " + ErrorCode.hex(code) + ": " + message;
    }

    private static String at(@Nullable Instant until, Instant now) {
        if (until == null || !until.isAfter(now)) {
            return "at once";
        }
        return "at " + shown(until) + " (in " + words(Duration.between(now, until)) + ")";
    }

    private static String shown(@Nullable Instant time) {
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

    private static Map<String, Object> facts(@Nullable Object... pairs) {
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
