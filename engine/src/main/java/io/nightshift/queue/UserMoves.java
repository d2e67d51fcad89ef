package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Lifecycle;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The moves of users: lock in id order, ask {@link Lifecycle}, write if it is as it was locked. One refusal stops no other. */
final class UserMoves {

    private static final SqlFile LOCK = QueueSql.file("lock.sql");
    private static final SqlFile PLACE = QueueSql.file("place.sql");
    private static final SqlFile POSTPONE_SERIES = QueueSql.file("postpone_series.sql");
    private static final SqlFile COMPLETED = QueueSql.file("completed.sql");

    private final QueueStore store;
    private final UserEndings endings;

    UserMoves(QueueStore store) {
        this.store = store;
        this.endings = new UserEndings(store);
    }

    /** One command on a list of operations of one organization. */
    record Command(int organization, Move move, @Nullable Instant until, Author author) {}

    /** An operation as it was locked, or as it lies in history. */
    record Found(
            UUID id,
            int claimNumber,
            Standing standing,
            boolean series,
            OperationType type,
            int kept,
            Instant createdOn,
            @Nullable Instant nextFire) {}

    /** The results by id, in the order asked, and the buckets that have something to claim now. */
    record Done(Map<UUID, MoveResult> results, List<Bucket> ready) {}

    Done apply(Command command, Collection<UUID> ids) throws SQLException {
        Instant now = store.clock().now();
        checkDate(command, now);
        return store.partitions().making(days -> {
            days.add(now);
            return store.database().inTransaction(connection -> {
                Map<UUID, Found> found =
                        LockPatience.during(connection, held -> find(held, command.organization(), ids));
                found.values().forEach(f -> days.add(f.createdOn()));
                return apply(connection, command, ids, found, now);
            });
        });
    }

    /** In a transaction that cannot be run again: the days it may write to are made before it writes. */
    Done within(Connection connection, Command command, Collection<UUID> ids) throws SQLException {
        Instant now = store.clock().now();
        checkDate(command, now);
        Map<UUID, Found> found = LockPatience.within(connection, held -> find(held, command.organization(), ids));
        List<Instant> days = new ArrayList<>(List.of(now));
        found.values().forEach(f -> days.add(f.createdOn()));
        store.partitions().prepareDaysOf(days);
        return apply(connection, command, ids, found, now);
    }

    /** In a transaction of the caller, who has prepared the days of these operations and of now. */
    Done apply(Connection connection, Command command, Collection<UUID> ids) throws SQLException {
        return apply(
                connection,
                command,
                ids,
                find(connection, command.organization(), ids),
                store.clock().now());
    }

    private Done apply(
            Connection connection, Command command, Collection<UUID> ids, Map<UUID, Found> found, Instant now)
            throws SQLException {
        Map<UUID, MoveResult> results = new LinkedHashMap<>();
        List<Found> moved = new ArrayList<>();
        List<Found> removed = new ArrayList<>();
        for (UUID id : ids) {
            Found f = found.get(id);
            if (f == null) {
                results.put(id, MoveResult.unknown(id));
                continue;
            }
            var effect = Lifecycle.effect(
                    f.standing(), command.move(), f.series(), f.type().capabilities());
            MoveResult result = MoveResult.of(id, f.standing(), command.move(), effect);
            if (results.put(id, result) == null) {
                if (result.kind() == MoveResult.Kind.MOVED) {
                    moved.add(f);
                } else if (result.kind() == MoveResult.Kind.DELETED) {
                    removed.add(f);
                }
            }
        }
        moved.sort((a, b) -> IdOrder.INSTANCE.compare(a.id(), b.id()));
        Function<Found, Standing> to = f -> Objects.requireNonNull(
                Objects.requireNonNull(results.get(f.id())).standing());
        List<Bucket> ready = place(
                connection,
                command,
                moved.stream().filter(f -> !to.apply(f).status().isFinal()).toList(),
                to);
        endings.end(
                connection,
                command,
                moved.stream().filter(f -> to.apply(f).status().isFinal()).toList(),
                to,
                now);
        CompletedOperations.delete(connection, command.organization(), removed);
        log(connection, command, moved, now);
        return new Done(results, ready);
    }

    private Map<UUID, Found> find(Connection connection, int organization, Collection<UUID> ids) throws SQLException {
        Map<UUID, Found> found = new HashMap<>();
        LOCK.on(connection)
                .set("organization", organization)
                .uuids("ids", List.copyOf(ids))
                .query(row -> found.put(
                        Rows.requiredUuid(row, "operation_id"),
                        read(
                                row,
                                row.getInt("claim_number"),
                                Rows.integer(row, "cause"),
                                Rows.time(row, "next_fire"))));
        List<UUID> others = ids.stream().filter(id -> !found.containsKey(id)).toList();
        if (!others.isEmpty()) {
            COMPLETED
                    .on(connection)
                    .set("organization", organization)
                    .uuids("ids", others)
                    .query(row -> found.put(Rows.requiredUuid(row, "operation_id"), read(row, 0, null, null)));
        }
        return found;
    }

    private static Found read(ResultSet row, int claim, @Nullable Integer cause, @Nullable Instant nextFire)
            throws SQLException {
        return new Found(
                Rows.requiredUuid(row, "operation_id"),
                claim,
                new Standing(StatusCode.of(row.getInt("statuscode")), cause == null ? null : Cause.of(cause)),
                row.getBoolean("is_series"),
                OperationType.stored(row.getInt("operation_type")),
                row.getInt("kept"),
                Rows.requiredTime(row, "created_on"),
                nextFire);
    }

    private List<Bucket> place(Connection connection, Command command, List<Found> moved, Function<Found, Standing> to)
            throws SQLException {
        if (moved.isEmpty()) {
            return List.of();
        }
        List<Bucket> ready = new ArrayList<>();
        PLACE.on(connection)
                .set("organization", command.organization())
                .uuids("ids", moved, Found::id)
                .integers("from_statuses", moved, f -> f.standing().status().code())
                .integers("from_causes", moved, f -> code(f.standing().cause()))
                .integers("statuses", moved, f -> to.apply(f).status().code())
                .integers("causes", moved, f -> code(to.apply(f).cause()))
                .times("postponed", moved, f -> postponeUntil(command, f, to.apply(f)))
                .booleans("resets", moved, f -> command.move() == Move.RESUME)
                .query(row -> {
                    if (row.getBoolean("is_claimable")) {
                        ready.add(new Bucket(
                                command.organization(),
                                row.getInt("priority_class"),
                                row.getInt("operation_type"),
                                row.getString("message_name")));
                    }
                    return null;
                });
        if (command.move() == Move.POSTPONE && moved.stream().anyMatch(Found::series)) {
            POSTPONE_SERIES
                    .on(connection)
                    .set("organization", command.organization())
                    .set("until", command.until())
                    .uuids(
                            "ids",
                            moved.stream().filter(Found::series).map(Found::id).toList())
                    .run();
        }
        if (command.move() == Move.RESUME) {
            // From a pause it goes on where it was; a second resume, or one without a pause, lifts a postponement.
            List<UUID> series = moved.stream()
                    .filter(f -> f.series() && f.standing().cause() == Cause.SERIES)
                    .map(Found::id)
                    .toList();
            PostponedSeries.restore(
                    connection, command.organization(), series, store.clock().now());
        }
        return ready;
    }

    private static @Nullable Instant postponeUntil(Command command, Found found, Standing to) {
        Cause cause = to.cause();
        if (cause == null) {
            return null;
        }
        return switch (cause) {
            case PAUSED -> AsyncOperation.NEVER;
            case SERIES -> command.move() == Move.POSTPONE ? command.until() : found.nextFire();
            default -> command.until();
        };
    }

    /** Who did what and why, kept with the operation. */
    private static void log(Connection connection, Command command, List<Found> moved, Instant now)
            throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        String what = command.move().label() + (command.until() == null ? "" : " until " + command.until());
        String reason = command.author().reason();
        OperationLog.write(
                connection,
                moved.stream()
                        .map(f -> new OperationLog.Entry(
                                command.organization(),
                                f.id(),
                                f.kept(),
                                f.createdOn(),
                                now,
                                command.author().name(),
                                reason == null ? what : what + ": " + reason))
                        .toList());
    }

    private static void checkDate(Command command, Instant now) {
        Instant until = command.until();
        if (command.move() == Move.POSTPONE
                && (until == null || !until.isAfter(now) || until.isAfter(AsyncOperation.NEVER))) {
            throw ErrorCode.INVALID_ARGUMENT.fault("PostponeUntil must be a time after now (" + now + ") and not after "
                    + AsyncOperation.NEVER + "; got " + until + ".");
        }
    }

    private static @Nullable Integer code(@Nullable Cause cause) {
        return cause == null ? null : cause.code();
    }
}
