package io.nightshift.queue;

import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import io.nightshift.database.SqlFile;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.Texts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where callers put operations, and where users move them. Thread-safe.
 *
 * <p>With a connection of the caller, an operation exists if and only if the caller's transaction commits. That
 * transaction is never waited for by others: enqueue reads and locks nothing of a lane.
 */
public final class OperationQueue {

    private static final SqlFile RECORD_EVENT = QueueSql.file("record_event.sql");
    private static final Set<Move> USER_MOVES =
            Set.of(Move.PAUSE, Move.POSTPONE, Move.RESUME, Move.CANCEL, Move.DELETE);
    /** More ids in one call than this are refused: what matches a search is moved in the background. */
    public static final int MAX_IDS = 1000;

    private final QueueStore store;
    private final Enqueuer enqueuer;
    private final UserMoves moves;
    private final SeriesMoves series;
    private final Holds holds;
    private final RunningLimits limits;
    private final List<Consumer<Hint>> listeners = new CopyOnWriteArrayList<>();

    public OperationQueue(QueueStore store) {
        this.store = store;
        this.enqueuer = new Enqueuer(store);
        this.moves = new UserMoves(store);
        this.holds = new Holds(store, this::hint);
        this.limits = new RunningLimits(store, this::hint);
        this.series = new SeriesMoves(store, moves);
    }

    /** A queue for a program that only enqueues and moves; the schema is created or updated. */
    public static OperationQueue on(DataSource dataSource) throws SQLException {
        return new OperationQueue(QueueStore.open(dataSource, new SystemClock(), QueueStore.DEFAULT_ORGANIZATION));
    }

    /** Enqueues in the caller's transaction and returns the id. */
    public UUID enqueue(Connection connection, Operation operation) throws SQLException {
        return enqueue(connection, List.of(operation)).getFirst();
    }

    /** Enqueues many in the caller's transaction, in one round trip; returns the ids in the same order. */
    public List<UUID> enqueue(Connection connection, List<Operation> operations) throws SQLException {
        if (operations.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = enqueuer.enqueue(connection, operations);
        store.hints().send(connection, hintsOf(connection, operations));
        return ids;
    }

    /** Enqueues in a transaction of its own. */
    public UUID enqueue(Operation operation) throws SQLException {
        return enqueue(List.of(operation)).getFirst();
    }

    /** Enqueues many in one transaction of its own: all or none. */
    public List<UUID> enqueue(List<Operation> operations) throws SQLException {
        if (operations.isEmpty()) {
            return List.of();
        }
        Set<Hint> hints = new LinkedHashSet<>();
        Database.Work<List<UUID>> work = connection -> {
            hints.addAll(hintsOf(connection, operations));
            return enqueuer.enqueue(connection, operations);
        };
        // What is one statement needs no transaction around it, which would be one more round trip, unless others are
        // told.
        boolean tell = store.hints().take();
        List<UUID> ids = !tell && Enqueuer.isOneStatement(operations)
                ? store.database().autoCommit(work)
                : store.database().inTransaction(connection -> {
                    List<UUID> added = work.on(connection);
                    if (tell) {
                        store.hints().sendToOthers(connection, hints);
                    }
                    return added;
                });
        hints.forEach(this::hint);
        return ids;
    }

    /** Moves one operation; a refusal is thrown as a fault with its code. */
    public MoveResult move(Move move, @Nullable String organization, UUID id, Author author) throws SQLException {
        return only(move(move, organization, List.of(id), null, author));
    }

    /** Postpones one operation until a time after now. */
    public MoveResult postpone(@Nullable String organization, UUID id, Instant until, Author author)
            throws SQLException {
        return only(move(Move.POSTPONE, organization, List.of(id), until, author));
    }

    /**
     * Moves each of the operations that allows it; the results, refusals among them, are in the order of the ids.
     *
     * @param until for POSTPONE, else null
     */
    public Map<UUID, MoveResult> move(
            Move move, @Nullable String organization, Collection<UUID> ids, @Nullable Instant until, Author author)
            throws SQLException {
        checkMove(move, ids);
        int number = store.organizations().number(organization);
        UserMoves.Done done = moves.apply(new UserMoves.Command(number, move, until, author), ids);
        hint(Hint.MOVED);
        if (store.hints().take()) {
            store.database().autoCommit(connection -> {
                store.hints().sendToOthers(connection, List.of(Hint.MOVED));
                return done;
            });
        }
        return done.results();
    }

    /**
     * The same in the caller's transaction: the moves happen if and only if it commits. The operations stay locked until
     * then, and whoever ends, wakes or moves one of them waits; so it should be short.
     *
     * @throws io.nightshift.operation.ServiceFault 0x8004A001 when another transaction holds one of them for longer than
     *     5 s; the caller's transaction is to be rolled back then
     */
    public Map<UUID, MoveResult> move(
            Connection connection,
            Move move,
            @Nullable String organization,
            Collection<UUID> ids,
            @Nullable Instant until,
            Author author)
            throws SQLException {
        checkMove(move, ids);
        int number = store.organizations().number(connection, organization);
        UserMoves.Done done = moves.within(connection, new UserMoves.Command(number, move, until, author), ids);
        store.hints().send(connection, List.of(Hint.MOVED));
        return done.results();
    }

    private static void checkMove(Move move, Collection<UUID> ids) {
        if (!USER_MOVES.contains(move)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + move.label() + "' is not a move that a user can ask for.");
        }
        if (ids.size() > MAX_IDS) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "At most " + MAX_IDS + " operations can be moved in one call; got " + ids.size() + ".");
        }
    }

    /**
     * Makes an extra occurrence of a series now, also of one that is paused; its dates stay as they are. What does not
     * recur is refused with 0x80044168.
     *
     * @return the id of the occurrence
     */
    public UUID runNow(@Nullable String organization, UUID id, Author author) throws SQLException {
        UUID made = series.runNow(store.organizations().number(organization), id, author);
        hint(Hint.ANY);
        return made;
    }

    /**
     * Gives a series another rule, in one statement; a paused one stays paused. When the dates change, the next one is the
     * first of the new rule after now, except that an occurrence which is due already is still made. A rule without a
     * further date is refused with 0x8004E100, what does not recur with 0x80044168, and nothing is changed.
     */
    public MoveResult editRecurrence(@Nullable String organization, UUID id, RecurrenceEdit edit, Author author)
            throws SQLException {
        return series.edit(store.organizations().number(organization), id, edit, author);
    }

    /** Records an event in the caller's transaction; operations that wait for its key wake up once it commits. */
    public void recordEvent(Connection connection, @Nullable String organization, String key, @Nullable String data)
            throws SQLException {
        if (key.isBlank() || key.length() > Operation.MAX_KEY_LENGTH) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "An event needs a key of 1 to " + Operation.MAX_KEY_LENGTH + " characters.");
        }
        Texts.check("event key", key);
        if (data != null) {
            Texts.check("data of the event", data);
        }
        RECORD_EVENT
                .on(connection)
                .set("organization", store.organizations().number(connection, organization))
                .set("event_key", key)
                .set("now", store.clock().now())
                .set("data", data)
                .run();
        store.hints().send(connection, List.of(Hint.NOTE));
    }

    /** Records an event in a transaction of its own. */
    public void recordEvent(@Nullable String organization, String key, @Nullable String data) throws SQLException {
        store.database().inTransaction(connection -> {
            recordEvent(connection, organization, key, data);
            return null;
        });
        hint(Hint.NOTE);
    }

    /**
     * Calls back after each change made through this object that may let an operation run; only a hint, for a service in
     * the same process.
     */
    public void onHint(Consumer<Hint> listener) {
        listeners.add(listener);
    }

    /** Tells a service in the same process that the caller has committed; optional, it would find out by itself. */
    public void hint() {
        hint(Hint.ANY);
    }

    /** Tells of each operation of a type that a person ends while it does not run, through any object of this store. */
    public void onEnd(OperationType type, EndedByMove told) {
        store.toldOfEndings().put(type, told);
    }

    /** What people have ordered not to start. */
    public Holds holds() {
        return holds;
    }

    /** How many operations of an organization or a type may run at a time. */
    public RunningLimits limits() {
        return limits;
    }

    /** What people did to the service itself. */
    public ServiceLog serviceLog() {
        return new ServiceLog(store);
    }

    public Organizations organizations() {
        return store.organizations();
    }

    public ServiceClock clock() {
        return store.clock();
    }

    private static MoveResult only(Map<UUID, MoveResult> results) {
        return results.values().iterator().next().orThrow();
    }

    /** What others should look at once these are committed. What wakes at a later time is found by those who wait for it. */
    private Set<Hint> hintsOf(Connection connection, List<Operation> operations) throws SQLException {
        Set<Hint> hints = new LinkedHashSet<>();
        for (Operation operation : operations) {
            if (operation.token() != null
                    || operation.limit() != null
                    || operation.postponeUntil() != null
                    || operation.recurrence() != null) {
                hints.add(Hint.NOTE);
            } else {
                hints.add(Hint.ready(new Bucket(
                        store.organizations().number(connection, operation.organization()),
                        operation.priorityClass().code(),
                        operation.type().code(),
                        Objects.requireNonNullElse(operation.messageName(), ""))));
            }
        }
        return hints;
    }

    private void hint(Hint hint) {
        listeners.forEach(listener -> listener.accept(hint));
    }
}
