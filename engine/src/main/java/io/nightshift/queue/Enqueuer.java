package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Standing;
import io.nightshift.operation.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds operations in a transaction of the caller. Reads and locks nothing but the keys the caller chose. */
final class Enqueuer {

    private static final SqlFile ENQUEUE = QueueSql.file("enqueue.sql");
    private static final SqlFile TAKE_KEYS = QueueSql.file("enqueue_keys.sql");
    private static final SqlFile FIND_KEYS = QueueSql.file("find_keys.sql");
    private static final SqlFile REPLACE = QueueSql.file("replace.sql");
    private static final SqlFile ADD_SERIES = QueueSql.file("add_series.sql");
    private static final Duration KEY_LIFE = Duration.ofHours(24);
    private static final String UNIQUE_VIOLATION = "23505";

    private final QueueStore store;
    private final Payloads payloads;

    Enqueuer(QueueStore store) {
        this.store = store;
        this.payloads = new Payloads(store);
    }

    /** One request with all that was worked out for it. */
    private record New(
            Operation operation,
            int organization,
            UUID id,
            Standing standing,
            @Nullable Instant postponeUntil) {

        boolean isSeries() {
            return operation.recurrence() != null;
        }

        @Nullable
        String key() {
            String key = operation.key();
            UUID given = operation.id();
            return key != null ? "key:" + key : given != null ? "id:" + given : null;
        }
    }

    /** Returns the ids in the order of the requests: new ones, or those of the first enqueue with the same key. */
    List<UUID> enqueue(Connection connection, List<Operation> operations) throws SQLException {
        Instant now = store.clock().now();
        List<New> all = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            all.add(prepare(connection, operation, now));
        }
        Map<New, UUID> known = takeKeys(connection, all, now);
        List<New> fresh = all.stream().filter(n -> !known.containsKey(n)).toList();
        insert(connection, fresh, now);
        List<UUID> ids = new ArrayList<>(all.size());
        for (New n : all) {
            ids.add(known.getOrDefault(n, n.id()));
        }
        return ids;
    }

    private New prepare(Connection connection, Operation operation, Instant now) throws SQLException {
        int organization = store.organizations().number(connection, operation.organization());
        UUID given = operation.id();
        UUID id = given != null ? given : UuidV7.make(now);
        Recurrence recurrence = operation.recurrence();
        if (recurrence != null) {
            Instant start = start(recurrence, now);
            Instant after = recurrence.start() == null ? start.minusMillis(1) : now.minusMillis(1);
            Instant next = recurrence
                    .pattern()
                    .next(after, start, recurrence.zone())
                    .orElseThrow(() -> ErrorCode.INVALID_RECURRENCE_PATTERN.fault("The recurrence pattern '"
                            + recurrence.pattern().text() + "' has no occurrence after " + now + "."));
            return new New(operation, organization, id, Standing.suspended(Cause.SERIES), next);
        }
        Instant until = operation.postponeUntil();
        if (until != null && until.isAfter(AsyncOperation.NEVER)) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "PostponeUntil " + until + " is later than the last time, " + AsyncOperation.NEVER + ".");
        }
        boolean later = until != null && until.isAfter(now);
        return new New(
                operation,
                organization,
                id,
                later ? Standing.suspended(Cause.POSTPONED) : Standing.READY,
                later ? until : null);
    }

    /** Takes the callers' keys and returns those requests whose key was taken before, with the first one's id. */
    private Map<New, UUID> takeKeys(Connection connection, List<New> all, Instant now) throws SQLException {
        Map<New, UUID> known = new HashMap<>();
        Map<String, New> first = new HashMap<>();
        for (New n : all) {
            if (n.key() != null) {
                New earlier = first.putIfAbsent(n.organization() + ":" + n.key(), n);
                if (earlier != null) {
                    known.put(n, earlier.id());
                }
            }
        }
        if (first.isEmpty()) {
            return known;
        }
        List<New> keyed = List.copyOf(first.values());
        Set<UUID> taken = new HashSet<>(TAKE_KEYS
                .on(connection)
                .integers("organizations", keyed, New::organization)
                .texts("keys", keyed, New::key)
                .uuids("ids", keyed, New::id)
                .set("expires_on", now.plus(KEY_LIFE))
                .set("now", now)
                .query(row -> Rows.requiredUuid(row, "operation_id")));
        List<New> refused = keyed.stream().filter(n -> !taken.contains(n.id())).toList();
        if (refused.isEmpty()) {
            return known;
        }
        Map<String, UUID> firstIds = new HashMap<>();
        FIND_KEYS
                .on(connection)
                .integers("organizations", refused, New::organization)
                .texts("keys", refused, New::key)
                .query(row -> firstIds.put(
                        row.getInt("organization_id") + ":" + row.getString("key"),
                        Rows.requiredUuid(row, "operation_id")));
        for (New n : refused) {
            UUID id = Objects.requireNonNull(
                    firstIds.get(n.organization() + ":" + n.key()), "key of another transaction");
            again(connection, n, id);
            all.stream()
                    .filter(other -> other.organization() == n.organization() && Objects.equals(other.key(), n.key()))
                    .forEach(other -> known.put(other, id));
        }
        return known;
    }

    private void again(Connection connection, New n, UUID first) throws SQLException {
        switch (n.operation().onDuplicate()) {
            case RETURN -> {}
            case REFUSE ->
                throw ErrorCode.DUPLICATE_RECORD.fault("An operation with this "
                        + (n.operation().key() == null ? "id" : "key") + " was enqueued before: " + first + ".");
            case REPLACE -> replace(connection, n, first);
        }
    }

    private void replace(Connection connection, New n, UUID first) throws SQLException {
        boolean large = Payloads.isLarge(n.operation().data());
        int replaced = REPLACE.on(connection)
                .set("organization", n.organization())
                .set("id", first)
                .set("type", n.operation().type().code())
                .set("message_name", messageName(n))
                .set("name", n.operation().name())
                .set("data", large ? null : n.operation().data())
                .set("large", large)
                .set("status", n.standing().status().code())
                .set("cause", code(n.standing()))
                .set("postpone_until", n.postponeUntil())
                .query(row -> 1)
                .size();
        if (replaced == 1 && large) {
            Instant createdOn = Objects.requireNonNullElse(
                    UuidV7.timeOf(first), store.clock().now());
            payloads.write(connection, List.of(payload(n, first, createdOn)));
        }
    }

    private void insert(Connection connection, List<New> fresh, Instant now) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        if (fresh.stream().anyMatch(n -> Payloads.isLarge(n.operation().data()))) {
            store.partitions().prepareDaysOf(List.of(now));
        }
        try {
            insertRows(connection, fresh, now);
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw ErrorCode.DUPLICATE_RECORD.fault(
                        "An operation with one of these ids exists already; use another id.");
            }
            throw e;
        }
        payloads.write(
                connection,
                fresh.stream()
                        .filter(n -> Payloads.isLarge(n.operation().data()))
                        .map(n -> payload(n, n.id(), now))
                        .toList());
        for (New n : fresh) {
            if (n.isSeries()) {
                addSeries(connection, n, now);
            }
        }
    }

    private static void insertRows(Connection connection, List<New> fresh, Instant now) throws SQLException {
        ENQUEUE.on(connection)
                .set("now", now)
                .uuids("ids", fresh, New::id)
                .integers("organizations", fresh, New::organization)
                .integers("types", fresh, n -> n.operation().type().code())
                .integers("statuses", fresh, n -> n.standing().status().code())
                .integers("causes", fresh, n -> code(n.standing()))
                .integers("classes", fresh, n -> n.operation().priorityClass().code())
                .integers("kept", fresh, n -> n.operation().kept().code())
                .integers("depths", fresh, n -> n.operation().depth())
                .booleans("series", fresh, New::isSeries)
                .booleans("large", fresh, n -> Payloads.isLarge(n.operation().data()))
                .texts("message_names", fresh, Enqueuer::messageName)
                .texts("names", fresh, n -> n.operation().name())
                // The lane of a series is that of its occurrences; the parent itself never stands in it.
                .texts("tokens", fresh, n -> n.isSeries() ? null : n.operation().token())
                .times("postponed", fresh, New::postponeUntil)
                .texts(
                        "data",
                        fresh,
                        n -> Payloads.isLarge(n.operation().data())
                                ? null
                                : n.operation().data())
                .uuids("owners", fresh, n -> n.operation().ownerId())
                .uuids("parents", fresh, n -> n.operation().parentId())
                .uuids("correlations", fresh, n -> n.operation().correlationId())
                .uuids("regarding_ids", fresh, n -> n.operation().regardingId())
                .texts("regarding_types", fresh, n -> n.operation().regardingType())
                .run();
    }

    private void addSeries(Connection connection, New n, Instant now) throws SQLException {
        Recurrence recurrence = Objects.requireNonNull(n.operation().recurrence());
        ADD_SERIES
                .on(connection)
                .set("organization", n.organization())
                .set("id", n.id())
                .set("pattern", recurrence.pattern().text())
                .set("start_on", start(recurrence, now))
                .set("zone", recurrence.zone().getId())
                .set("overlap", recurrence.overlap().name())
                .set("missed", recurrence.missed().name())
                .set("token", n.operation().token())
                .set("next_fire", n.postponeUntil())
                .run();
    }

    /** Rules count in whole seconds. A series without a start begins in the second in which it is enqueued. */
    private static Instant start(Recurrence recurrence, Instant now) {
        return Objects.requireNonNullElse(recurrence.start(), now).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Payloads.Payload payload(New n, UUID id, Instant createdOn) {
        String data = Objects.requireNonNull(n.operation().data());
        return new Payloads.Payload(n.organization(), id, n.operation().kept().code(), Payloads.DATA, createdOn, data);
    }

    private static String messageName(New n) {
        return Objects.requireNonNullElse(n.operation().messageName(), "");
    }

    private static @Nullable Integer code(Standing standing) {
        Cause cause = standing.cause();
        return cause == null ? null : cause.code();
    }
}
