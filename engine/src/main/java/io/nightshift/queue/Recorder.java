package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.operation.Texts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Records what became of claims, many in one transaction. Each write is fenced: a claim that is no longer ours changes
 * nothing and is not among those recorded. Thread-safe.
 */
public final class Recorder {

    private static final SqlFile END = QueueSql.file("end.sql");
    private static final SqlFile LEAVE = QueueSql.file("leave.sql");

    /** The range of statuses in which a node holds an operation. */
    private static final int RUNNING_LOWEST = StatusCode.IN_PROGRESS.code();

    private static final int MAX_MESSAGE_LENGTH = 10_000;

    private static final int RUNNING_HIGHEST = StatusCode.CANCELING.code();

    private final QueueStore store;
    private final Payloads payloads;
    private final LongSupplier nodeId;

    /** @param nodeId the node that is named in the attempts */
    public Recorder(QueueStore store, LongSupplier nodeId) {
        this.store = store;
        this.payloads = new Payloads(store);
        this.nodeId = nodeId;
    }

    /** Records in a transaction of its own and returns those of the settlements that counted; the others were no longer ours. */
    public Set<Settlement> record(List<Settlement> settlements) throws SQLException {
        return record(settlements, any -> true).orElseThrow();
    }

    /**
     * Records in a transaction of its own if what counted of it suits the caller; otherwise nothing is recorded, and the answer
     * is empty.
     */
    public Optional<Set<Settlement>> record(List<Settlement> settlements, Predicate<Set<Settlement>> suits)
            throws SQLException {
        try {
            return Optional.of(store.partitions().making(days -> {
                days.add(store.clock().now());
                settlements.forEach(settlement -> days.add(settlement.claim().createdOn()));
                return store.database().inTransaction(connection -> {
                    Set<Settlement> recorded = record(connection, settlements);
                    if (!suits.test(recorded)) {
                        throw new Unsuitable();
                    }
                    return recorded;
                });
            }));
        } catch (Unsuitable rolledBack) {
            return Optional.empty();
        }
    }

    /** Rolls back by being thrown. */
    private static final class Unsuitable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsuitable() {
            super(null, null, false, false);
        }
    }

    /** Records in the caller's transaction. */
    public Set<Settlement> record(Connection connection, List<Settlement> settlements) throws SQLException {
        // Rows are locked in the order of their ids everywhere, so that two writers never wait for each other in a
        // ring.
        List<Settlement> sorted = new ArrayList<>(settlements);
        sorted.sort(Recorder::order);
        List<Settlement> ending = new ArrayList<>(sorted.size());
        List<Settlement> leaving = new ArrayList<>();
        for (Settlement settlement : sorted) {
            (settlement.ends() ? ending : leaving).add(settlement);
        }
        Set<Settlement> recorded = Collections.newSetFromMap(new IdentityHashMap<>(settlements.size()));
        recorded.addAll(end(connection, ending, RUNNING_LOWEST));
        if (leaving.isEmpty()) {
            return recorded;
        }
        Set<Key> left = leave(connection, leaving);
        Map<Settlement, Settlement> canceled = new IdentityHashMap<>();
        List<Settlement> rest = new ArrayList<>();
        for (Settlement settlement : leaving) {
            if (left.contains(Key.of(settlement))) {
                recorded.add(settlement);
            } else {
                Settlement instead = Settlement.canceled(settlement.claim(), settlement.message())
                        .startedOn(settlement.startedOn());
                canceled.put(instead, settlement);
                rest.add(instead);
            }
        }
        for (Settlement ended : end(connection, rest, RUNNING_HIGHEST)) {
            recorded.add(Objects.requireNonNull(canceled.get(ended)));
        }
        return recorded;
    }

    /** An id alone belongs to one organization only. */
    private record Key(int organization, UUID id) {
        static Key of(Settlement settlement) {
            return new Key(settlement.claim().organization(), settlement.claim().id());
        }

        static Key read(ResultSet row) throws SQLException {
            return new Key(row.getInt("organization_id"), Rows.requiredUuid(row, "operation_id"));
        }
    }

    private static int order(Settlement one, Settlement other) {
        int byOrganization =
                Integer.compare(one.claim().organization(), other.claim().organization());
        return byOrganization != 0
                ? byOrganization
                : IdOrder.INSTANCE.compare(one.claim().id(), other.claim().id());
    }

    private List<Settlement> end(Connection connection, List<Settlement> ending, int fromLowest) throws SQLException {
        if (ending.isEmpty()) {
            return List.of();
        }
        Instant now = store.clock().now();
        Set<Key> keys = new HashSet<>(END.on(connection)
                .set("now", now)
                .integers("from_lowest", ending, s -> fromLowest)
                .integers("from_highest", ending, s -> RUNNING_HIGHEST)
                .integers("organizations", ending, s -> s.claim().organization())
                .uuids("ids", ending, s -> s.claim().id())
                .integers("claims", ending, s -> s.claim().claimNumber())
                .integers("statuses", ending, s -> s.to().status().code())
                .integers("codes", unless(ending, s -> s.errorCode() == null), Settlement::errorCode)
                .texts("messages", unless(ending, s -> s.message() == null), Recorder::message)
                .texts(
                        "results",
                        unless(ending, s -> s.result() == null),
                        s -> Payloads.isLarge(s.result()) ? null : clean(s.result()))
                .booleans(
                        "large_results",
                        unless(ending, s -> !Payloads.isLarge(s.result())),
                        s -> Payloads.isLarge(s.result()))
                .longs("ran", ending, s -> ranMicros(s, now))
                .query(Key::read));
        List<Settlement> ended = keys.size() == ending.size()
                ? ending
                : ending.stream().filter(s -> keys.contains(Key.of(s))).toList();
        List<Payloads.Payload> large = new ArrayList<>();
        for (Settlement s : ended) {
            String result = clean(s.result());
            if (result != null && Payloads.isLarge(s.result())) {
                Claim claim = s.claim();
                large.add(new Payloads.Payload(
                        claim.organization(), claim.id(), claim.kept(), Payloads.RESULT, claim.createdOn(), result));
            }
        }
        payloads.write(connection, large);
        return ended;
    }

    /** A column that is null for all is not sent at all. */
    private static List<Settlement> unless(List<Settlement> rows, Predicate<Settlement> isNull) {
        return rows.stream().allMatch(isNull) ? List.of() : rows;
    }

    private Set<Key> leave(Connection connection, List<Settlement> leaving) throws SQLException {
        Instant now = store.clock().now();
        return new HashSet<>(LEAVE.on(connection)
                .set("now", now)
                .integers("organizations", leaving, s -> s.claim().organization())
                .uuids("ids", leaving, s -> s.claim().id())
                .integers("claims", leaving, s -> s.claim().claimNumber())
                .integers("statuses", leaving, s -> s.to().status().code())
                .integers("causes", leaving, s -> code(s.to()))
                .times("postponed", leaving, Settlement::postponeUntil)
                .integers("retries", leaving, Settlement::retries)
                .integers("losses", leaving, Settlement::losses)
                .longs("ran", leaving, s -> ranMicros(s, now))
                .texts("moves", leaving, s -> s.move().label())
                .integers("codes", leaving, Settlement::errorCode)
                .texts("messages", leaving, Recorder::message)
                .texts("event_keys", leaving, Settlement::eventKey)
                .longs("nodes", leaving, s -> nodeId.getAsLong())
                .query(Key::read));
    }

    /** A start is told as how long ago it was: a number costs less to send than a time. */
    private static @Nullable Long ranMicros(Settlement settlement, Instant now) {
        Instant started = settlement.startedOn();
        return started == null ? null : Math.max(0, ChronoUnit.MICROS.between(started, now));
    }

    private static @Nullable Integer code(Standing standing) {
        Cause cause = standing.cause();
        return cause == null ? null : cause.code();
    }

    /** What happened must not be lost for one character that cannot be stored. */
    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : Texts.storable(text);
    }

    /** Messages travel in every list, so one that is endless is cut. */
    private static @Nullable String message(Settlement settlement) {
        String text = settlement.message();
        return text == null || text.length() <= MAX_MESSAGE_LENGTH
                ? clean(text)
                : clean(text.substring(0, MAX_MESSAGE_LENGTH - 1)) + "…";
    }
}
