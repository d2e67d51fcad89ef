package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.operation.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Adds operations in a transaction of the caller. Reads and locks nothing but the keys the caller chose. */
final class Enqueuer {

    private static final SqlFile REPLACE = QueueSql.file("replace.sql");
    private static final String UNIQUE_VIOLATION = "23505";

    private final QueueStore store;
    private final Payloads payloads;

    Enqueuer(QueueStore store) {
        this.store = store;
        this.payloads = new Payloads(store);
    }

    /** A request whose key belongs to an operation that was enqueued before. */
    private record Repeat(NewOperation request, UUID first, boolean ofThisCall) {}

    /** Whether one statement adds all of them, so that nothing could be half done without a transaction. */
    static boolean isOneStatement(List<Operation> operations) {
        return operations.stream()
                .allMatch(o -> o.key() == null
                        && o.id() == null
                        && o.limit() == null
                        && o.recurrence() == null
                        && !Payloads.isLarge(o.data()));
    }

    /** Returns the ids in the order of the requests: new ones, or those of the first enqueue with the same key. */
    List<UUID> enqueue(Connection connection, List<Operation> operations) throws SQLException {
        Instant now = store.clock().now();
        List<NewOperation> all = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            all.add(prepare(connection, operation, now));
        }
        Map<CallerKeys.Key, UUID> wanted = new HashMap<>();
        for (NewOperation n : all) {
            CallerKeys.Key key = n.key();
            if (key != null) {
                wanted.putIfAbsent(key, n.id());
            }
        }
        Map<CallerKeys.Key, CallerKeys.Owner> owners =
                wanted.isEmpty() ? Map.of() : CallerKeys.take(connection, wanted, now);
        List<UUID> ids = new ArrayList<>(all.size());
        List<NewOperation> fresh = new ArrayList<>(all.size());
        List<Repeat> repeats = new ArrayList<>();
        Set<CallerKeys.Key> used = new HashSet<>();
        for (NewOperation n : all) {
            CallerKeys.Key key = n.key();
            CallerKeys.Owner owner = key == null ? new CallerKeys.Owner(n.id(), true) : CallerKeys.owner(owners, key);
            ids.add(owner.id());
            // A key belongs to the first request with it, and a later one in the same call repeats that one.
            if (owner.isNew() && (key == null || used.add(key))) {
                fresh.add(n);
            } else {
                repeats.add(new Repeat(n, owner.id(), owner.isNew()));
            }
        }
        try {
            checkNew(connection, fresh, repeats);
        } catch (ServiceFault refused) {
            CallerKeys.giveBack(connection, owners);
            throw refused;
        }
        replace(connection, repeats.stream().filter(r -> !r.ofThisCall()).toList());
        insert(connection, fresh, now);
        replace(connection, repeats.stream().filter(Repeat::ofThisCall).toList());
        return ids;
    }

    private void replace(Connection connection, List<Repeat> repeats) throws SQLException {
        for (Repeat repeat : repeats) {
            NewOperation n = repeat.request();
            if (n.operation().onDuplicate() == Operation.OnDuplicate.REPLACE && !n.isSeries()) {
                replace(connection, n, repeat.first());
            }
        }
    }

    private NewOperation prepare(Connection connection, Operation operation, Instant now) throws SQLException {
        int organization = store.organizations().number(connection, operation.organization());
        UUID given = operation.id();
        UUID id = given != null ? given : UuidV7.make(now);
        Recurrence recurrence = operation.recurrence();
        if (recurrence != null) {
            Instant start = SeriesRule.of(recurrence, now).start();
            Instant after = recurrence.start() == null ? start.minusMillis(1) : now.minusMillis(1);
            Instant next = recurrence
                    .pattern()
                    .next(after, start, recurrence.zone())
                    .orElseThrow(() -> ErrorCode.INVALID_RECURRENCE_PATTERN.fault("The recurrence pattern '"
                            + recurrence.pattern().text() + "' has no occurrence after " + now + "."));
            return new NewOperation(operation, organization, id, Standing.suspended(Cause.SERIES), next);
        }
        Instant until = operation.postponeUntil();
        if (until != null && until.isAfter(AsyncOperation.NEVER)) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "PostponeUntil " + until + " is later than the last time, " + AsyncOperation.NEVER + ".");
        }
        boolean later = until != null && until.isAfter(now);
        return new NewOperation(
                operation,
                organization,
                id,
                later ? Standing.suspended(Cause.POSTPONED) : Standing.READY,
                later ? until : null);
    }

    /**
     * Refuses, before anything but keys is written, what repeats an earlier request and must not, and ids that belong to
     * an operation which has ended. (Those of live operations are refused by the primary key.)
     */
    private static void checkNew(Connection connection, List<NewOperation> fresh, List<Repeat> repeats)
            throws SQLException {
        for (Repeat repeat : repeats) {
            Operation operation = repeat.request().operation();
            if (operation.onDuplicate() == Operation.OnDuplicate.REFUSE) {
                throw ErrorCode.DUPLICATE_RECORD.fault("An operation with this "
                        + (operation.key() == null ? "id" : "key") + " was enqueued before: " + repeat.first() + ".");
            }
        }
        Map<Integer, List<UUID>> chosen = new HashMap<>();
        for (NewOperation n : fresh) {
            if (n.operation().id() != null) {
                chosen.computeIfAbsent(n.organization(), organization -> new ArrayList<>())
                        .add(n.id());
            }
        }
        for (Map.Entry<Integer, List<UUID>> ids : chosen.entrySet()) {
            if (CallerKeys.belongToEnded(connection, ids.getKey(), ids.getValue())) {
                throw idExists();
            }
        }
    }

    private static ServiceFault idExists() {
        return ErrorCode.DUPLICATE_RECORD.fault("An operation with one of these ids exists already; use another id.");
    }

    private void replace(Connection connection, NewOperation n, UUID first) throws SQLException {
        String data = n.operation().data();
        boolean isLarge = Payloads.isLarge(data);
        List<Payloads.Payload> large = REPLACE.on(connection)
                .set("organization", n.organization())
                .set("id", first)
                .set("type", n.operation().type().code())
                .set("message_name", n.messageName())
                .set("name", n.operation().name())
                .set("data", isLarge ? null : data)
                .set("large", isLarge)
                .set("status", n.standing().status().code())
                .set("cause", n.causeCode())
                .set("postpone_until", n.postponeUntil())
                // Under the day and the time of the first request: another would lie beside the data it replaces.
                .query(row -> new Payloads.Payload(
                        n.organization(),
                        first,
                        row.getInt("kept"),
                        Payloads.DATA,
                        Rows.requiredTime(row, "created_on"),
                        Objects.requireNonNullElse(data, "")));
        if (isLarge) {
            payloads.write(connection, large);
        }
    }

    private void insert(Connection connection, List<NewOperation> fresh, Instant now) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        if (fresh.stream().anyMatch(n -> Payloads.isLarge(n.operation().data()))) {
            store.partitions().prepareDaysOf(connection, List.of(now));
        }
        try {
            NewRows.insert(connection, fresh, now);
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw idExists();
            }
            throw e;
        }
        payloads.write(
                connection,
                fresh.stream()
                        .filter(n -> Payloads.isLarge(n.operation().data()))
                        .map(n -> payload(n, n.id(), now))
                        .toList());
        NewRows.noteLimits(connection, fresh);
        NewRows.addSeries(
                connection, fresh.stream().filter(NewOperation::isSeries).toList(), now);
    }

    private static Payloads.Payload payload(NewOperation n, UUID id, Instant createdOn) {
        String data = Objects.requireNonNull(n.operation().data());
        return new Payloads.Payload(n.organization(), id, n.operation().kept().code(), Payloads.DATA, createdOn, data);
    }
}
