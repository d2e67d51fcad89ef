package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.ServiceClock;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds: what must not start, in whatever state its operations are and whatever is enqueued meanwhile. What runs already runs
 * on. Thread-safe.
 *
 * <p>A hold counts once {@link #place} returns: by then every living node has said that it has seen it and has given back
 * what it had claimed and not started; a node that says nothing has lost its lease and starts nothing.
 */
public final class Holds {

    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
    private static final SqlFile LOCK = QueueSql.file("hold_lock.sql");
    private static final SqlFile PLACE = QueueSql.file("hold_place.sql");
    private static final SqlFile TAKE_BACK = QueueSql.file("hold_take_back.sql");
    private static final SqlFile UNSEEN = QueueSql.file("hold_unseen.sql");
    private static final SqlFile LIFT = QueueSql.file("hold_lift.sql");
    private static final SqlFile LIST = QueueSql.file("holds.sql");
    private static final SqlFile SEEN = QueueSql.file("hold_seen.sql");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final QueueStore store;
    private final Runnable hint;

    /** @param hint tells the service of this process that there is something to see */
    Holds(QueueStore store, Runnable hint) {
        this.store = store;
        this.hint = hint;
    }

    /** For a node, which looks and says what it has seen. */
    public Holds(QueueStore store) {
        this(store, () -> {});
    }

    /**
     * Places a hold and waits until nothing that it covers can start any more: a moment when all nodes answer, at most the
     * longest lease of those that do not.
     *
     * @throws io.nightshift.operation.ServiceFault 0x80040203 when the target names more than one thing or, for a lane or a
     *     limit key, no organization; 0x8004A001 when a node goes on renewing its lease and does not confirm within a minute:
     *     then the hold stands, and what that node had claimed before may still start
     */
    public Hold place(Hold.Target target, Author author) throws SQLException {
        check(target);
        Integer organization =
                target.organization() == null ? null : store.organizations().number(target.organization());
        long number = store.database().inTransaction(connection -> {
            LOCK.on(connection).run();
            OperationType type = target.type();
            long placed = PLACE.on(connection)
                    .set("organization", organization)
                    .set("type", type == null ? null : type.code())
                    .set("message_name", target.messageName())
                    .set("token", target.token())
                    .set("limit_key", target.limitKey())
                    .set("author", author.name())
                    .set("reason", author.reason())
                    .set("now", store.clock().now())
                    .query(row -> row.getLong("hold_number"))
                    .getFirst();
            if (target.token() != null || target.limitKey() != null) {
                TAKE_BACK
                        .on(connection)
                        .set("organization", organization)
                        .set("token", target.token())
                        .set("limit_key", target.limitKey())
                        .run();
            }
            ServiceLog.write(connection, store.clock().now(), author, organization, "held " + target);
            store.hints().send(connection, List.of(Hint.MOVED));
            return placed;
        });
        hint.run();
        awaitSeen(number);
        LOG.info(
                "{} holds {} (hold {}{}).",
                author.name(),
                target,
                number,
                author.reason() == null ? "" : ": " + author.reason());
        return list().stream()
                .filter(hold -> hold.number() == number)
                .findFirst()
                .orElseGet(() -> new Hold(number, target, author, store.clock().now()));
    }

    /** Lifts a hold; what it held may start at once. */
    public Hold lift(long number, Author author) throws SQLException {
        List<Hold> lifted = store.database().inTransaction(connection -> {
            List<Hold> found = LIFT.on(connection).set("number", number).query(Holds::read);
            for (Hold hold : found) {
                String name = hold.target().organization();
                ServiceLog.write(
                        connection,
                        store.clock().now(),
                        author,
                        name == null ? null : store.organizations().number(connection, name),
                        "lifted the hold on " + hold.target());
            }
            store.hints().send(connection, List.of(Hint.MOVED, Hint.NOTE));
            return found;
        });
        if (lifted.isEmpty()) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                    "There is no hold " + number + "; it may have been lifted already.");
        }
        hint.run();
        Hold hold = lifted.getFirst();
        LOG.info(
                "{} lifts the hold {} on {}{}.",
                author.name(),
                number,
                hold.target(),
                author.reason() == null ? "" : ": " + author.reason());
        return hold;
    }

    /** All holds, the oldest first. */
    public List<Hold> list() throws SQLException {
        return store.database().autoCommit(connection -> LIST.on(connection).query(Holds::read));
    }

    /** What holds an operation, the oldest hold first. */
    List<Hold> on(io.nightshift.operation.AsyncOperation operation) throws SQLException {
        return list().stream()
                .filter(hold -> hold.target()
                        .covers(
                                operation.organization(),
                                operation.type().code(),
                                Objects.requireNonNullElse(operation.messageName(), ""),
                                operation.token(),
                                operation.limit() == null
                                        ? null
                                        : operation.limit().key()))
                .toList();
    }

    /** What is held now, for a node; the same object when nothing has changed since. */
    public KnownHolds known(KnownHolds before) throws SQLException {
        List<Hold> holds = list();
        if (holds.equals(before.holds())) {
            return before;
        }
        Map<Integer, String> organizations = new HashMap<>();
        for (Hold hold : holds) {
            String name = hold.target().organization();
            if (name != null) {
                organizations.put(store.organizations().number(name), name);
            }
        }
        return new KnownHolds(holds, organizations);
    }

    /** A node says that it has seen the holds up to a number, and that nothing they cover starts on it any more. */
    public void seen(long nodeId, long number) throws SQLException {
        store.database()
                .autoCommit(connection -> SEEN.on(connection)
                        .set("node", nodeId)
                        .set("number", number)
                        .run());
    }

    private static void check(Hold.Target target) {
        long named = Stream.of(target.type(), target.messageName(), target.token(), target.limitKey())
                .filter(Objects::nonNull)
                .count();
        if (named > 1) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A hold is on one thing: an organization, a type, a message name, a lane or a limit key; place two holds"
                            + " for two of them.");
        }
        if (target.organization() == null && (target.token() != null || target.limitKey() != null)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A lane or a limit key belongs to an organization; name it.");
        }
    }

    private record Unseen(long node, String name, long beat, long leaseNanos) {}

    private record Beat(long beat, long sinceNanos) {}

    /** A node that has not seen it counts as long as its beat moves; one whose beat stands still for its lease has lost it. */
    private void awaitSeen(long number) throws SQLException {
        ServiceClock clock = store.clock();
        Map<Long, Beat> watched = new HashMap<>();
        long start = clock.nanos();
        while (true) {
            List<Unseen> unseen = store.database()
                    .autoCommit(connection -> UNSEEN.on(connection)
                            .set("number", number)
                            .query(row -> new Unseen(
                                    row.getLong("node_id"),
                                    row.getString("name"),
                                    row.getLong("beat"),
                                    TimeUnit.MILLISECONDS.toNanos(row.getInt("lease_millis")))));
            long now = clock.nanos();
            boolean waiting = false;
            for (Unseen node : unseen) {
                Beat beat = watched.get(node.node());
                if (beat == null || beat.beat() != node.beat()) {
                    beat = new Beat(node.beat(), now);
                    watched.put(node.node(), beat);
                }
                waiting |= now - beat.sinceNanos() < node.leaseNanos();
            }
            if (!waiting) {
                return;
            }
            if (now - start > PATIENCE.toNanos()) {
                throw ErrorCode.SERVER_BUSY.fault(
                        "The hold " + number + " is placed, but these nodes have not confirmed it: "
                                + unseen.stream().map(Unseen::name).collect(Collectors.joining(", ")) + ".");
            }
            // Longer and longer, up to a tenth of the time waited already.
            LockSupport.parkNanos(Math.max(LOOK_NANOS, (now - start) / 10));
        }
    }

    private static Hold read(ResultSet row) throws SQLException {
        Integer type = Rows.integer(row, "operation_type");
        return new Hold(
                row.getLong("hold_number"),
                new Hold.Target(
                        row.getString("organization"),
                        type == null ? null : OperationType.stored(type),
                        row.getString("message_name"),
                        row.getString("token"),
                        row.getString("limit_key")),
                new Author(row.getString("author"), row.getString("reason")),
                Rows.requiredTime(row, "placed_on"));
    }
}
