package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Explanation.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says that an operation may run and how many of its kind are before it, with an estimate of when it starts. */
final class TurnReason implements Reason {

    private static final SqlFile TURN = QueueSql.file("explain_turn.sql");

    private final QueueStore store;

    TurnReason(QueueStore store) {
        this.store = store;
    }

    @Override
    public Optional<Explanation> of(AsyncOperation operation, int organization) throws SQLException {
        boolean mayRun = operation.status() == StatusCode.WAITING_FOR_RESOURCES
                && (operation.token() == null || operation.holdsLane())
                && (operation.limit() == null || operation.holdsLimit());
        if (!mayRun) {
            return Optional.empty();
        }
        Instant now = store.clock().now();
        return store.database()
                .autoCommit(connection -> TURN.on(connection)
                        .set("organization", organization)
                        .set("id", operation.id())
                        .set("since", now.minus(Throughputs.FRESH))
                        .set("cap", EXACT + 1)
                        .one(row -> turn(row, now)));
    }

    private static Explanation turn(ResultSet row, Instant now) throws SQLException {
        int ahead = row.getInt("ahead");
        double perMinute = row.getDouble("per_minute");
        boolean isCapped = ahead > EXACT;
        String before = ahead == 0
                ? "nothing of its kind is before it"
                : Wording.capped(ahead) + " of its kind " + (ahead == 1 ? "is" : "are") + " before it";
        Duration wait = perMinute > 0 ? Duration.ofMillis((long) (Math.min(ahead, EXACT) * 60_000 / perMinute)) : null;
        String estimate = wait == null || ahead == 0
                ? ""
                : "; at the present rate of " + rate(perMinute) + " a minute that takes "
                        + (isCapped ? "more than " : "about ") + Wording.words(wait);
        return new Explanation(
                Kind.NEXT_IN_TURN,
                "It is ready and runs as soon as a slot is free; " + before + estimate + ".",
                Wording.facts(
                        "ahead",
                        Math.min(ahead, EXACT),
                        "capped",
                        isCapped,
                        "perminute",
                        wait == null ? null : perMinute,
                        "estimate",
                        wait == null ? null : now.plus(wait)));
    }

    private static String rate(double perMinute) {
        return perMinute < 10
                ? String.format(java.util.Locale.ROOT, "%.1f", perMinute)
                : String.format(java.util.Locale.ROOT, "%,d", Math.round(perMinute));
    }
}
