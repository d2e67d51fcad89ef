package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.operation.Texts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
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

    /** Records in a transaction of its own and returns the ids of what was recorded; the others were no longer ours. */
    public Set<UUID> record(List<Settlement> settlements) throws SQLException {
        return store.partitions().making(days -> {
            days.add(store.clock().now());
            settlements.forEach(settlement -> days.add(settlement.claim().createdOn()));
            return store.database().inTransaction(connection -> record(connection, settlements));
        });
    }

    /** Records in the caller's transaction. */
    public Set<UUID> record(Connection connection, List<Settlement> settlements) throws SQLException {
        // Rows are locked in the order of their ids everywhere, so that two writers never wait for each other in a
        // ring.
        List<Settlement> sorted = new ArrayList<>(settlements);
        sorted.sort(Comparator.comparing((Settlement s) -> s.claim().organization())
                .thenComparing(s -> s.claim().id(), IdOrder.INSTANCE));
        Set<UUID> recorded = new HashSet<>();
        List<Settlement> ending = sorted.stream().filter(Settlement::ends).toList();
        recorded.addAll(end(connection, ending, RUNNING_LOWEST));
        List<Settlement> leaving = sorted.stream().filter(s -> !s.ends()).toList();
        Set<UUID> left = leave(connection, leaving);
        recorded.addAll(left);
        List<Settlement> canceled = leaving.stream()
                .filter(s -> !left.contains(s.claim().id()))
                .map(s -> Settlement.canceled(s.claim(), s.message()))
                .toList();
        recorded.addAll(end(connection, canceled, RUNNING_HIGHEST));
        return recorded;
    }

    private Set<UUID> end(Connection connection, List<Settlement> ending, int fromLowest) throws SQLException {
        if (ending.isEmpty()) {
            return Set.of();
        }
        Set<UUID> ended = new HashSet<>(END.on(connection)
                .set("now", store.clock().now())
                .integers("organizations", ending, s -> s.claim().organization())
                .uuids("ids", ending, s -> s.claim().id())
                .integers("claims", ending, s -> s.claim().claimNumber())
                .integers("from_lowest", ending, s -> fromLowest)
                .integers("from_highest", ending, s -> RUNNING_HIGHEST)
                .integers("statuses", ending, s -> s.to().status().code())
                .integers("codes", ending, Settlement::errorCode)
                .texts("messages", ending, Recorder::message)
                .texts("results", ending, s -> Payloads.isLarge(s.result()) ? null : clean(s.result()))
                .booleans("large_results", ending, s -> Payloads.isLarge(s.result()))
                .query(row -> Rows.requiredUuid(row, "operation_id")));
        List<Payloads.Payload> large = new ArrayList<>();
        for (Settlement s : ending) {
            String result = clean(s.result());
            if (result != null
                    && Payloads.isLarge(s.result())
                    && ended.contains(s.claim().id())) {
                Claim claim = s.claim();
                large.add(new Payloads.Payload(
                        claim.organization(), claim.id(), claim.kept(), Payloads.RESULT, claim.createdOn(), result));
            }
        }
        payloads.write(connection, large);
        return ended;
    }

    private Set<UUID> leave(Connection connection, List<Settlement> leaving) throws SQLException {
        if (leaving.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(LEAVE.on(connection)
                .set("now", store.clock().now())
                .integers("organizations", leaving, s -> s.claim().organization())
                .uuids("ids", leaving, s -> s.claim().id())
                .integers("claims", leaving, s -> s.claim().claimNumber())
                .integers("statuses", leaving, s -> s.to().status().code())
                .integers("causes", leaving, s -> code(s.to()))
                .times("postponed", leaving, Settlement::postponeUntil)
                .integers("retries", leaving, Settlement::retries)
                .integers("losses", leaving, Settlement::losses)
                .integers("unstarted", leaving, Settlement::unstarted)
                .texts("moves", leaving, s -> s.move().label())
                .integers("codes", leaving, Settlement::errorCode)
                .texts("messages", leaving, Recorder::message)
                .texts("event_keys", leaving, Settlement::eventKey)
                .longs("nodes", leaving, s -> nodeId.getAsLong())
                .query(row -> Rows.requiredUuid(row, "operation_id")));
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
