package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of the nodes: registration, the beat that is a lease, the end of a node and the rescue of what it held. */
public final class Nodes {

    private static final SqlFile REGISTER = QueueSql.file("node_register.sql");
    private static final SqlFile PULSE = QueueSql.file("pulse.sql");
    private static final SqlFile DECLARE_DEAD = QueueSql.file("node_declare_dead.sql");
    private static final SqlFile DRAIN = QueueSql.file("node_drain.sql");
    private static final SqlFile END = QueueSql.file("node_end.sql");
    private static final SqlFile CLEAR = QueueSql.file("node_clear.sql");
    private static final SqlFile ABANDONED = QueueSql.file("abandoned.sql");
    private static final SqlFile ALL = QueueSql.file("nodes.sql");
    private static final SqlFile LOST_BEFORE = QueueSql.file("lost_before.sql");
    private static final int PAGE = 500;
    private static final int MOST_NAMED = 20;

    private final QueueStore store;

    public Nodes(QueueStore store) {
        this.store = store;
    }

    /**
     * What a node says of itself when it starts.
     *
     * @param id random, new for each start
     * @param handlers {@code message:NAME} and {@code type:NUMBER} of what it can run
     */
    public record Registration(
            long id, String name, int leaseMillis, int slots, String version, List<String> handlers) {}

    /** A node that starts. */
    public void register(Registration node) throws SQLException {
        register(node, 0);
    }

    /** A node that begins anew after it lost its lease, under the orders of its number before; 0 when there is none. */
    public void register(Registration node, long before) throws SQLException {
        store.database()
                .autoCommit(connection -> REGISTER.on(connection)
                        .set("node", node.id())
                        .set("name", node.name())
                        .set("lease_millis", node.leaseMillis())
                        .set("slots", node.slots())
                        .set("version", node.version())
                        .texts("handlers", node.handlers())
                        .set("before", before)
                        .set("now", store.clock().now())
                        .run());
    }

    /** The beat of another node, as a pulse shows it. */
    public record Beat(long id, String name, long beat, int leaseMillis) {}

    /** Renews the lease by one beat and, when asked, looks for what there is to do, in one round trip. */
    public Pulse pulse(long nodeId, boolean draining, boolean looking) throws SQLException {
        return store.database()
                .autoCommit(connection -> PULSE.on(connection)
                        .set("node", nodeId)
                        .set("draining", draining)
                        .set("looking", looking)
                        .set("now", store.clock().now())
                        .query(row -> Pulse.read(row, looking)))
                .getFirst();
    }

    /** Declares a node dead whose beat has not moved; false when it has moved after all. */
    public boolean declareDead(Beat seen) throws SQLException {
        return store.database()
                        .autoCommit(connection -> DECLARE_DEAD
                                .on(connection)
                                .set("node", seen.id())
                                .set("beat", seen.beat())
                                .set("now", store.clock().now())
                                .run())
                == 1;
    }

    /** The orderly end of this node. */
    public void end(long nodeId) throws SQLException {
        store.database()
                .autoCommit(connection -> END.on(connection)
                        .set("node", nodeId)
                        .set("now", store.clock().now())
                        .run());
    }

    /** One page of operations that were taken back from dead nodes. */
    public record Rescued(int seen, List<UUID> ids, List<Bucket> ready) {
        public boolean isFull() {
            return seen >= PAGE;
        }
    }

    /** @param lost whether its node died of something that may have been this operation */
    private record Abandoned(Claim claim, long nodeId, String nodeName, boolean lost, Bucket bucket) {
        /** Lost in quarantine, where nothing ran beside it: nothing else can have been the reason. */
        boolean isPoison() {
            return lost && claim.lossCount() >= Claim.LOSSES_BEFORE_QUARANTINE;
        }
    }

    /** Takes back a page of what dead nodes hold. */
    public Rescued rescue() throws SQLException {
        return store.partitions().making(days -> {
            days.add(store.clock().now());
            return store.database().inTransaction(connection -> rescue(connection, days));
        });
    }

    private Rescued rescue(Connection connection, Collection<Instant> days) throws SQLException {
        List<Abandoned> abandoned = ABANDONED
                .on(connection)
                .set("most", PAGE)
                .query(row -> new Abandoned(
                        Claims.bare(row),
                        row.getLong("node_id"),
                        row.getString("node_name"),
                        isLoss(row),
                        Bucket.read(row)));
        if (abandoned.isEmpty()) {
            CLEAR.on(connection).run();
            return new Rescued(0, List.of(), List.of());
        }
        abandoned.forEach(a -> days.add(a.claim().createdOn()));
        List<UUID> ids = new ArrayList<>();
        for (Long nodeId : abandoned.stream().map(Abandoned::nodeId).distinct().toList()) {
            List<Abandoned> together =
                    abandoned.stream().filter(a -> a.nodeId() == nodeId).toList();
            List<Settlement> settlements = new ArrayList<>();
            for (Abandoned a : together) {
                settlements.add(a.isPoison() ? suspended(connection, a) : rescued(a, together));
            }
            new Recorder(store, () -> nodeId)
                    .record(connection, settlements)
                    .forEach(settlement -> ids.add(settlement.claim().id()));
        }
        List<Bucket> ready =
                abandoned.stream().map(Abandoned::bucket).distinct().toList();
        return new Rescued(abandoned.size(), ids, ready);
    }

    /**
     * A loss counts when the handler had started and the node neither drained nor fenced itself. The first one also counts
     * for what had only been claimed, as far as is known: it costs nothing, and from then on each start is marked before it.
     */
    private static boolean isLoss(ResultSet row) throws SQLException {
        return !row.getBoolean("ended_orderly")
                && (row.getObject("started_on") != null || row.getInt("loss_count") == 0);
    }

    private static Settlement rescued(Abandoned a, List<Abandoned> together) {
        List<String> others = together.stream()
                .filter(other -> !other.equals(a) && other.lost())
                .map(other -> other.claim().id().toString())
                .toList();
        String named = others.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        String message = "The node " + a.nodeName() + " that ran it ended without a word"
                + (others.isEmpty()
                        ? "."
                        : ", together with " + named
                                + (others.size() > MOST_NAMED
                                        ? " and " + (others.size() - MOST_NAMED) + " others."
                                        : "."));
        return new Settlement(
                a.claim(), Move.RESCUE, Standing.READY, null, 0, a.lost() ? 1 : 0, null, null, message, null, null);
    }

    /** Nothing ran beside it when its node died for the third time: it waits for a person, or fails where nobody may resume it. */
    private static Settlement suspended(Connection connection, Abandoned a) throws SQLException {
        Claim claim = a.claim();
        String before = LOST_BEFORE
                .on(connection)
                .set("organization", claim.organization())
                .set("id", claim.id())
                .one(row -> " Before: " + row.getString("message"))
                .orElse("");
        int code = ErrorCode.WORKER_THROTTLE_LIMIT.code();
        String message = "The nodes that ran it ended without a word " + (claim.lossCount() + 1)
                + " times, the last time the node " + a.nodeName() + " while nothing ran beside it." + before;
        boolean waits = claim.type().capabilities().canWaitForPerson();
        return new Settlement(
                claim,
                waits ? Move.SUSPEND : Move.FAIL,
                waits ? Standing.suspended(Cause.PERSON) : Standing.FAILED,
                waits ? AsyncOperation.NEVER : null,
                0,
                1,
                null,
                code,
                message,
                null,
                null);
    }

    /**
     * Orders the living nodes of this name to drain: each takes nothing more, asks what runs to stop at its next checkpoint,
     * and gives back what has not started; others go on with that. It stays alive, and takes work again after
     * {@link #takeBack}. It obeys within a quarter of its lease.
     *
     * @return the nodes as they are now
     * @throws io.nightshift.operation.ServiceFault 0x80040217 when no such node is alive
     */
    public List<Node> drain(String name, Author author) throws SQLException {
        return order(name, author, "ordered the node '" + name + "' to drain", author);
    }

    /** Takes the order to drain back. */
    public List<Node> takeBack(String name, Author author) throws SQLException {
        return order(name, null, "let the node '" + name + "' take work again", author);
    }

    private List<Node> order(String name, @Nullable Author author, String message, Author by) throws SQLException {
        List<Node> meant = nodes().stream()
                .filter(node -> node.alive() && node.name().equals(name))
                .sorted(Comparator.comparingLong(Node::id))
                .toList();
        store.database().inTransaction(connection -> {
            int ordered = 0;
            for (Node node : meant) {
                ordered += DRAIN.on(connection)
                        .set("node", node.id())
                        .set("author", author == null ? null : author.name())
                        .set("reason", author == null ? null : author.reason())
                        .run();
            }
            if (ordered == 0) {
                throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault("No node with the name '" + name + "' is alive.");
            }
            ServiceLog.write(connection, store.clock().now(), by, null, message);
            return ordered;
        });
        return nodes().stream()
                .filter(node -> node.alive() && node.name().equals(name))
                .toList();
    }

    /**
     * A node as people see it.
     *
     * @param draining whether it takes nothing more, because it stops or was ordered to
     * @param drainAuthor who has ordered it to drain; null when nobody has
     * @param held how many operations it holds: running, or fetched ahead; 0 for one that has ended
     */
    public record Node(
            long id,
            String name,
            boolean alive,
            boolean draining,
            @Nullable String drainAuthor,
            @Nullable String drainReason,
            int held,
            int slots,
            String version,
            List<String> handlers,
            Instant startedOn,
            Instant renewedOn,
            @Nullable Instant endedOn) {}

    /** The nodes that are alive, and those that ended last. */
    public List<Node> nodes() throws SQLException {
        return store.database()
                .autoCommit(connection -> ALL.on(connection)
                        .query(row -> new Node(
                                row.getLong("node_id"),
                                row.getString("name"),
                                row.getBoolean("alive"),
                                row.getBoolean("draining"),
                                row.getString("drain_author"),
                                row.getString("drain_reason"),
                                row.getInt("held"),
                                row.getInt("slots"),
                                row.getString("version"),
                                List.of((String[]) row.getArray("handlers").getArray()),
                                Rows.requiredTime(row, "started_on"),
                                Rows.requiredTime(row, "renewed_on"),
                                Rows.time(row, "ended_on"))));
    }
}
