package io.nightshift.queue.model;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.ServiceClock;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Author;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Counters;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.Promotions;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Recurrences;
import io.nightshift.queue.SystemJobs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The queue itself on PostgreSQL, driven by steps and answering in the words of {@link ModelQueue}. One database serves
 * many sequences: each has its own organization, and starts on empty live tables.
 */
final class RealQueue implements AutoCloseable {

    private static final Author AUTHOR = new Author("ann", "because");

    private final HikariDataSource pool;
    private final SettableClock clock = new SettableClock();
    private final QueueStore store;
    private final OperationQueue queue;
    private final RealChores chores;
    private final SystemJobs systemJobs;
    private final Counters counters;
    private int looks;
    private int sequences;
    private RealNames names = new RealNames("none");
    private RealClaims claims;
    private RealEnqueue enqueue;
    private RealHolds holds;

    private static final class SettableClock implements ServiceClock {
        private Instant now = ModelQueue.START;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            return now.toEpochMilli() * 1_000_000;
        }
    }

    RealQueue(DataSource source) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        // The transaction that a caller keeps open, another caller's, and one for what the queue looks up meanwhile.
        config.setMaximumPoolSize(4);
        pool = new HikariDataSource(config);
        store = QueueStore.open(pool, clock, QueueStore.DEFAULT_ORGANIZATION);
        queue = new OperationQueue(store);
        chores = new RealChores(new Promotions(store), new Recurrences(store));
        systemJobs = new SystemJobs(store, RetrySchedule.STANDARD);
        counters = new Counters(store);
        claims = claims();
        enqueue = new RealEnqueue(pool, queue, names);
        holds = new RealHolds(queue.holds(), names);
    }

    private RealClaims claims() {
        return new RealClaims(store, new Claims(store), new Nodes(store), names);
    }

    /** Begins a new sequence. */
    void begin() throws SQLException {
        enqueue.finish(false);
        clock.now = ModelQueue.START;
        names = new RealNames("organization-" + ++sequences);
        claims = claims();
        enqueue = new RealEnqueue(pool, queue, names);
        holds = new RealHolds(queue.holds(), names);
        store.organizations().create(names.organization());
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (String table : List.of(
                    "operation",
                    "lane_note",
                    "limit_note",
                    "event_note",
                    "event",
                    "enqueue_key",
                    "series",
                    "hold",
                    "node")) {
                statement.execute("DELETE FROM nightshift." + table);
            }
        }
    }

    /** Carries out a step; whatever is thrown that is not a refusal is an answer too, and never the model's. */
    String apply(Step step) throws SQLException {
        try {
            return answer(step);
        } catch (ServiceFault e) {
            return "refused " + code(e);
        }
    }

    private String answer(Step step) throws SQLException {
        return switch (step) {
            case Step.Enqueue e -> enqueue.enqueue(e, clock.now);
            case Step.Begin b -> enqueue.begin(b.requests(), clock.now);
            case Step.Finish f -> enqueue.finish(f.commit());
            case Step.Claim c -> claims.claim(c);
            case Step.Settle s -> claims.settle(s.endings(), clock.now);
            case Step.MarkStart s -> claims.mark(s, clock.now);
            case Step.Report r -> claims.report(r);
            case Step.UserMove m -> move(m);
            case Step.PlaceHold h -> holds.place(h.target());
            case Step.LiftHold h -> holds.lift(h.target());
            case Step.RunNow r -> runNow(r.label());
            case Step.EditSeries e -> edit(e);
            case Step.SkipDate s -> skip(s);
            case Step.Event e -> {
                queue.recordEvent(names.organization(), e.key(), "" + names.nextEvent());
                yield "";
            }
            case Step.Chore c -> chores.run(c.kind(), claims);
            case Step.LoseNotes l -> {
                loseNotes(l.name());
                yield "";
            }
            case Step.Clock c -> {
                clock.now = clock.now.plusSeconds(c.seconds());
                yield "";
            }
            case Step.Start s -> claims.start(s.node());
            case Step.Renew r -> claims.renew(r.node());
            case Step.DeclareDead d -> claims.declareDead(d);
            case Step.End e -> claims.end(e.node());
            case Step.Look l -> look(l.label());
        };
    }

    private String move(Step.UserMove step) throws SQLException {
        List<UUID> ids = step.labels().stream()
                .distinct()
                .map(names::id)
                .filter(Objects::nonNull)
                .toList();
        if (ids.isEmpty()) {
            return "";
        }
        Instant until = step.seconds() == null ? null : clock.now.plusSeconds(step.seconds());
        if (ids.size() == 1 && !ids.getFirst().equals(names.id(ModelQueue.NOBODY))) {
            return "[" + names.label(ids.getFirst()) + "=" + moveOne(step.move(), ids.getFirst(), until) + "]";
        }
        Map<UUID, MoveResult> results = queue.move(step.move(), names.organization(), ids, until, AUTHOR);
        return results.values().stream()
                .map(result -> names.label(result.id()) + "=" + text(result))
                .toList()
                .toString();
    }

    private String moveOne(Move move, UUID id, @Nullable Instant until) throws SQLException {
        try {
            return text(
                    until != null
                            ? queue.postpone(names.organization(), id, until, AUTHOR)
                            : queue.move(move, names.organization(), id, AUTHOR));
        } catch (ServiceFault e) {
            if (e.errorCode() == ErrorCode.INVALID_ARGUMENT.code()) {
                throw e;
            }
            return "REFUSED " + code(e);
        }
    }

    private String runNow(String label) throws SQLException {
        UUID id = names.id(label);
        return id == null ? "" : names.occurrence(queue.runNow(names.organization(), id, AUTHOR), id);
    }

    private String edit(Step.EditSeries step) throws SQLException {
        UUID id = names.id(step.label());
        RecurrenceEdit edit = RecurrenceEdit.NOTHING
                .pattern(RealNames.pattern(step.hours(), step.count()))
                .missed(step.missed());
        return id == null ? "" : text(queue.editRecurrence(names.organization(), id, edit, AUTHOR));
    }

    private String skip(Step.SkipDate step) throws SQLException {
        UUID id = names.id(step.label());
        Set<Instant> date = Set.of(step.date());
        RecurrenceEdit edit = step.restore() ? RecurrenceEdit.NOTHING.restore(date) : RecurrenceEdit.NOTHING.skip(date);
        return id == null ? "" : text(queue.editRecurrence(names.organization(), id, edit, AUTHOR));
    }

    private static String text(MoveResult result) {
        ServiceFault refusal = result.refusal();
        if (refusal != null) {
            return "REFUSED " + code(refusal);
        }
        return result.standing() == null
                ? result.kind().name()
                : result.kind() + " "
                        + ModelOperation.standing(
                                result.standing().status(), result.standing().cause());
    }

    private void loseNotes(String name) throws SQLException {
        for (String column : List.of("lane_note WHERE token", "limit_note WHERE limit_key")) {
            try (Connection connection = pool.getConnection();
                    var statement = connection.prepareStatement("DELETE FROM nightshift." + column + " = ?")) {
                statement.setString(1, names.token(name));
                statement.executeUpdate();
            }
        }
    }

    private String look(String label) throws SQLException {
        UUID id = names.id(label);
        if (id == null) {
            return "";
        }
        var operation = systemJobs.get(names.organization(), id);
        if (operation.isEmpty()) {
            return "gone";
        }
        String attempts = systemJobs.attempts(names.organization(), id).stream()
                .map(a -> a.attempt() + " on " + a.host() + " " + a.move() + " " + a.errorCode())
                .collect(Collectors.joining(", ", "[", "]"));
        StatusCode status = operation.get().standing().status();
        Claim last = claims.last(label);
        return ModelOperation.standing(status, operation.get().standing().cause()) + " "
                + (last == null ? "" : claims.known(last)) + " " + attempts + " log "
                + systemJobs.log(names.organization(), id, 0).size() + " data "
                + systemJobs.data(names.organization(), id).orElse("none");
    }

    private static String code(ServiceFault fault) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.code() == fault.errorCode()) {
                return code.name();
            }
        }
        return fault.hexCode();
    }

    /** Everything that can be seen now; the counters are the same before and after they are folded. */
    RealSight sight() throws SQLException {
        if (++looks % 3 == 0) {
            counters.fold();
        }
        try (Connection connection = pool.getConnection()) {
            return RealSight.of(connection, names, new Claims(store).buckets(), counters.read(names.organization()));
        }
    }

    @Override
    public void close() throws SQLException {
        enqueue.finish(false);
        pool.close();
    }
}
