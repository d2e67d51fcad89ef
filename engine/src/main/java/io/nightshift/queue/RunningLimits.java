package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlCall;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits on how many operations of an organization or a type run at a time. Every node takes its part of a limit, its
 * permits, every second or so; what it has no permit for it does not claim. A limit that is set counts within about a second
 * for what starts then; what runs already runs on. Thread-safe.
 */
public final class RunningLimits {

    private static final Logger LOG = LoggerFactory.getLogger(RunningLimits.class);
    private static final SqlFile LIST = QueueSql.file("running_limits.sql");
    private static final SqlFile LOCK = QueueSql.file("running_limit_lock.sql");
    private static final SqlFile CHANGE = QueueSql.file("running_limit_change.sql");
    private static final SqlFile ADD = QueueSql.file("running_limit_add.sql");
    private static final SqlFile REMOVE = QueueSql.file("running_limit_remove.sql");
    private static final SqlFile ANY = QueueSql.file("is_limited.sql");
    private static final SqlFile LOCK_FOR_DEAL = QueueSql.file("permits_lock.sql");
    private static final SqlFile PERMITS = QueueSql.file("permits.sql");
    private static final SqlFile DEAL = QueueSql.file("permits_deal.sql");

    private final QueueStore store;
    private final Runnable hint;

    /** @param hint tells the service of this process that there is something to see */
    RunningLimits(QueueStore store, Runnable hint) {
        this.store = store;
        this.hint = hint;
    }

    /** For a node. */
    public RunningLimits(QueueStore store) {
        this(store, () -> {});
    }

    /**
     * Tells one set of limits from another.
     *
     * @param newest the highest number; 0 when there is none
     */
    public record Mark(long newest, long count) {
        /** There is no limit. */
        public static final Mark NONE = new Mark(0, 0);
    }

    /** A limit as a node counts by it; the organization is a number, null for all. */
    public record Known(
            long number,
            @Nullable Integer organization,
            @Nullable Integer type,
            int most) {

        /** Whether the operations of a bucket count. */
        public boolean covers(Bucket bucket) {
            return (organization == null || organization == bucket.organization())
                    && (type == null || type == bucket.type())
                    && !bucket.messageName().startsWith("nightshift.");
        }
    }

    /**
     * Sets a limit, in place of the one that the same scope had.
     *
     * @param most at least 1
     * @throws io.nightshift.operation.ServiceFault 0x80040203 when it is not; 0x80040217 for an unknown organization
     */
    public RunningLimit set(RunningLimit.Scope scope, int most, Author author) throws SQLException {
        if (most < 1) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A limit is at least 1; got " + most + ". To let nothing start at all, place a hold.");
        }
        String name = scope.organization();
        Integer organization = name == null ? null : store.organizations().number(name);
        OperationType type = scope.type();
        long number = store.database().inTransaction(connection -> {
            LOCK.on(connection).run();
            long changed = write(CHANGE.on(connection), organization, type, most, author).stream()
                    .findFirst()
                    .orElse(0L);
            long added = changed > 0
                    ? changed
                    : write(ADD.on(connection), organization, type, most, author)
                            .getFirst();
            ServiceLog.write(
                    connection,
                    store.clock().now(),
                    author,
                    organization,
                    "limited " + scope + " to " + most + " at a time");
            store.hints().send(connection, List.of(Hint.MOVED));
            return added;
        });
        hint.run();
        LOG.info("{} limits {} to {} at a time (limit {}).", author.name(), scope, most, number);
        return find(number)
                .orElseGet(() -> new RunningLimit(
                        number, scope, most, author, store.clock().now(), 0));
    }

    private List<Long> write(
            SqlCall call, @Nullable Integer organization, @Nullable OperationType type, int most, Author author)
            throws SQLException {
        return call.set("organization", organization)
                .set("type", type == null ? null : type.code())
                .set("most", most)
                .set("author", author.name())
                .set("reason", author.reason())
                .set("now", store.clock().now())
                .query(row -> row.getLong("limit_number"));
    }

    /** Removes a limit; an unknown number is refused with 0x80040217. */
    public void remove(long number, Author author) throws SQLException {
        List<RunningLimit> removed = store.database().inTransaction(connection -> {
            List<RunningLimit> found =
                    REMOVE.on(connection).set("number", number).query(RunningLimits::read);
            for (RunningLimit limit : found) {
                String name = limit.scope().organization();
                ServiceLog.write(
                        connection,
                        store.clock().now(),
                        author,
                        name == null ? null : store.organizations().number(connection, name),
                        "removed the limit of " + limit.most() + " on " + limit.scope());
            }
            store.hints().send(connection, List.of(Hint.MOVED));
            return found;
        });
        if (removed.isEmpty()) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                    "There is no limit " + number + "; it may have been removed or replaced already.");
        }
        hint.run();
        LOG.info("{} removes the limit {}.", author.name(), number);
    }

    /** All limits, the oldest first. */
    public List<RunningLimit> list() throws SQLException {
        return store.database().autoCommit(connection -> LIST.on(connection).query(RunningLimits::read));
    }

    private Optional<RunningLimit> find(long number) throws SQLException {
        return list().stream().filter(limit -> limit.number() == number).findFirst();
    }

    private static RunningLimit read(ResultSet row) throws SQLException {
        Integer type = Rows.integer(row, "operation_type");
        return new RunningLimit(
                row.getLong("limit_number"),
                new RunningLimit.Scope(row.getString("organization"), type == null ? null : OperationType.stored(type)),
                row.getInt("most"),
                new Author(row.getString("author"), row.getString("reason")),
                Rows.requiredTime(row, "set_on"),
                row.getInt("used"));
    }

    /** What a node does under a limit, and what it could do. */
    public record Need(int used, int wanted) {}

    /** A limit and how many of it a node may have in hand from now on. */
    public record Permit(Known limit, int most) {}

    /** How much a node needs of each limit. */
    @FunctionalInterface
    public interface Needs {
        Need of(Known limit);
    }

    /** @param share null when the node has not said yet what runs on it */
    private record Part(long limit, long node, PermitShare.@Nullable Node share) {}

    /**
     * Takes a node's part of each limit, as {@link PermitShare} divides it.
     *
     * @param needs asked for each limit while all of them are locked; answers at once
     */
    public List<Permit> deal(long node, Needs needs) throws SQLException {
        boolean any = store.database()
                .autoCommit(connection -> ANY.on(connection).query(row -> row.getBoolean("is_limited")))
                .getFirst();
        if (!any) {
            return List.of();
        }
        return store.database().inTransaction(connection -> {
            List<Known> limits = LOCK_FOR_DEAL
                    .on(connection)
                    .query(row -> new Known(
                            row.getLong("limit_number"),
                            Rows.integer(row, "organization_id"),
                            Rows.integer(row, "operation_type"),
                            row.getInt("most")));
            return limits.isEmpty() ? List.of() : deal(connection, node, limits, needs);
        });
    }

    private List<Permit> deal(Connection connection, long node, List<Known> limits, Needs needs) throws SQLException {
        // A statement of its own: it sees what the one that held the lock before us has dealt.
        Map<Long, List<Part>> parts = new HashMap<>();
        for (Part part : PERMITS.on(connection).query(RunningLimits::part)) {
            parts.computeIfAbsent(part.limit(), number -> new ArrayList<>()).add(part);
        }
        List<Permit> permits = new ArrayList<>();
        List<Integer> granted = new ArrayList<>();
        List<Need> needed = new ArrayList<>();
        for (Known limit : limits) {
            List<Part> known = parts.getOrDefault(limit.number(), List.of());
            Need need = needs.of(limit);
            int most = share(limit, node, need, known);
            permits.add(new Permit(limit, most));
            needed.add(need);
            granted.add(Math.max(most, need.used()));
        }
        DEAL.on(connection)
                .set("node", node)
                .set("now", store.clock().now())
                .longs("numbers", limits.stream().map(Known::number).toList())
                .integers("granted", granted)
                .integers("used", needed.stream().map(Need::used).toList())
                .integers("wanted", needed.stream().map(Need::wanted).toList())
                .run();
        return permits;
    }

    /** Nothing new before all have said what runs on them, which they do when they next look. */
    private static int share(Known limit, long node, Need need, List<Part> known) {
        Instant waitingSince = null;
        List<PermitShare.Node> others = new ArrayList<>();
        for (Part part : known) {
            PermitShare.Node share = part.share();
            if (part.node() == node) {
                waitingSince = share == null ? null : share.waitingSince();
            } else if (share == null) {
                return 0;
            } else {
                others.add(share);
            }
        }
        return PermitShare.of(limit.most(), need, waitingSince, others);
    }

    private static Part part(ResultSet row) throws SQLException {
        Integer granted = Rows.integer(row, "granted");
        return new Part(
                row.getLong("limit_number"),
                row.getLong("node_id"),
                granted == null
                        ? null
                        : new PermitShare.Node(granted, row.getInt("wanted"), Rows.time(row, "waiting_since")));
    }
}
