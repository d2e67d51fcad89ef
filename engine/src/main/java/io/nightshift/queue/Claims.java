package io.nightshift.queue;

import io.nightshift.database.FurtherStatement;
import io.nightshift.database.Rows;
import io.nightshift.database.SqlCall;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.OperationType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The side of the queue that a running node uses: buckets, claim, reports of running handlers. Thread-safe. */
public final class Claims {

    private static final SqlFile BUCKETS = QueueSql.file("buckets.sql");
    private static final SqlFile CLAIM = QueueSql.file("claim.sql");
    private static final SqlFile START = QueueSql.file("start.sql");
    private static final SqlFile SIGNALS = QueueSql.file("signals.sql");
    private static final SqlFile HELD = QueueSql.file("held.sql");
    private static final SqlFile REPORT = QueueSql.file("report.sql");
    private static final SqlFile RECORDED = QueueSql.file("recorded.sql");
    private static final SqlFile EVENT = QueueSql.file("read_event.sql");

    private final QueueStore store;
    private final Payloads payloads;

    public Claims(QueueStore store) {
        this.store = store;
        this.payloads = new Payloads(store);
    }

    /**
     * A bucket that has something to claim.
     *
     * @param weight of its organization
     * @param hasOthers whether there are other organizations
     * @param lowest the sequence of the first that can be claimed
     */
    public record Ready(Bucket bucket, int weight, boolean hasOthers, long lowest) {}

    /** The buckets that have something to claim. */
    public List<Bucket> buckets() throws SQLException {
        return look().stream().map(Ready::bucket).toList();
    }

    /** The buckets that have something to claim, with what decides about their turns. */
    public List<Ready> look() throws SQLException {
        return store.database()
                .autoCommit(connection -> BUCKETS.on(connection)
                        .query(row -> new Ready(
                                Bucket.read(row),
                                Math.max(1, row.getInt("weight")),
                                row.getBoolean("has_others"),
                                row.getLong("sequence"))));
    }

    /** Takes up to the given number from each bucket, in the order of enqueue; nothing when the node is not alive. */
    public List<Claim> claim(long nodeId, Map<Bucket, Integer> wanted) throws SQLException {
        return claim(
                nodeId,
                wanted.entrySet().stream()
                        .map(each -> new Wanted(each.getKey(), each.getValue(), 0, 0))
                        .toList());
    }

    /**
     * What is asked of a bucket.
     *
     * @param most how many that may run at the same time
     * @param behind how many that wait behind the head of a lane come with it, at most; they run after it, one by one
     * @param floor only what has this sequence or a higher one; 0 for everything
     */
    public record Wanted(Bucket bucket, int most, int behind, long floor) {
        /** The same from a floor on. */
        public Wanted from(long newFloor) {
            return new Wanted(bucket, most, behind, newFloor);
        }
    }

    /**
     * Takes from each bucket what is wanted, in the order of enqueue; nothing when the node is not alive. Claims with the same
     * token are a run: whoever has them runs them in the order of their sequences.
     */
    public List<Claim> claim(long nodeId, List<Wanted> wanted) throws SQLException {
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Claim> claims = store.database()
                .autoCommit(connection -> CLAIM.on(connection)
                        .set("node", nodeId)
                        .integers("organizations", wanted, each -> each.bucket().organization())
                        .integers("classes", wanted, each -> each.bucket().priorityClass())
                        .integers("types", wanted, each -> each.bucket().type())
                        .texts("messages", wanted, each -> each.bucket().messageName())
                        .integers("limits", wanted, Wanted::most)
                        .integers("behind", wanted, Wanted::behind)
                        .longs("floors", wanted, Wanted::floor)
                        .query(Claims::read));
        claims.sort(Comparator.comparingLong(Claim::sequence));
        return claims;
    }

    /** A handler that was started. */
    public record Started(Claim claim, Instant startedOn) {}

    /** Marks the start of handlers that run on; returns those that are marked now, and not before. */
    public List<Started> start(List<Started> starts) throws SQLException {
        if (starts.isEmpty()) {
            return List.of();
        }
        record Marked(int organization, UUID id, int claimNumber) {}
        Instant now = store.clock().now();
        Set<Marked> marked = new HashSet<>(store.database()
                .autoCommit(connection -> START.on(connection)
                        .set("now", now)
                        .integers("organizations", starts, s -> s.claim().organization())
                        .uuids("ids", starts, s -> s.claim().id())
                        .integers("claims", starts, s -> s.claim().claimNumber())
                        .longs("ran", starts, s -> Math.max(0, ChronoUnit.MICROS.between(s.startedOn(), now)))
                        .query(row -> new Marked(
                                row.getInt("organization_id"),
                                Rows.requiredUuid(row, "operation_id"),
                                row.getInt("claim_number")))));
        return starts.stream()
                .filter(s -> marked.contains(new Marked(
                        s.claim().organization(), s.claim().id(), s.claim().claimNumber())))
                .toList();
    }

    /** What users asked of a claim that is running. */
    public record Signal(UUID id, int claimNumber, boolean cancel) {}

    /** The pauses and cancels asked of what this node runs. */
    public List<Signal> signals(long nodeId) throws SQLException {
        return store.database()
                .autoCommit(connection -> SIGNALS.on(connection)
                        .set("node", nodeId)
                        .query(row -> new Signal(
                                Rows.requiredUuid(row, "operation_id"),
                                row.getInt("claim_number"),
                                row.getInt("statuscode") == 22)));
    }

    /** What this node holds as the database has it; only what a recording needs is filled in. */
    public List<Claim> held(long nodeId) throws SQLException {
        return store.database()
                .autoCommit(
                        connection -> HELD.on(connection).set("node", nodeId).query(Claims::bare));
    }

    /** What a running handler reports; null fields stay as they are. */
    public record Report(
            @Nullable Integer progress,
            @Nullable String progressText,
            @Nullable String checkpoint) {}

    /** Writes a report in the caller's transaction and returns the status, or empty when the claim is lost. */
    public Optional<Integer> report(Connection connection, Claim claim, Report report) throws SQLException {
        return report(claim, report, REPORT.on(connection));
    }

    /** The same in one round trip with a further statement. */
    public Optional<Integer> report(Connection connection, Claim claim, Report report, FurtherStatement along)
            throws SQLException {
        return report(claim, report, REPORT.on(connection, along));
    }

    private static Optional<Integer> report(Claim claim, Report report, SqlCall call) throws SQLException {
        return call.set("organization", claim.organization())
                .set("id", claim.id())
                .set("claim", claim.claimNumber())
                .set("progress", report.progress())
                .set("progress_text", report.progressText())
                .set("checkpoint", report.checkpoint())
                .one(row -> row.getInt("statuscode"));
    }

    /** What became of a claim whose commit has no known result. */
    public enum Known {
        /** Recorded as ended under this claim. */
        RECORDED,
        /** Not recorded; the claim still stands. */
        STANDING,
        /** Not recorded, and the claim is lost. */
        LOST
    }

    public Known known(Claim claim) throws SQLException {
        return store.database()
                .autoCommit(connection -> RECORDED
                        .on(connection)
                        .set("organization", claim.organization())
                        .set("id", claim.id())
                        .set("claim", claim.claimNumber())
                        .query(row -> row.getObject("statuscode") == null ? Known.STANDING : Known.RECORDED)
                        .stream()
                        .max(Comparator.comparing(known -> known == Known.RECORDED))
                        .orElse(Known.LOST));
    }

    /** The data of a claim, wherever it lies. */
    public @Nullable String data(Claim claim) throws SQLException {
        return claim.hasLargeData()
                ? payloads.read(claim.organization(), claim.id(), Payloads.DATA, claim.createdOn())
                        .orElse(null)
                : claim.data();
    }

    /** The event that woke a claim, or empty when none did. */
    public Optional<Event> event(Claim claim) throws SQLException {
        String key = claim.eventKey();
        if (claim.eventSeen() == null || key == null) {
            return Optional.empty();
        }
        return store.database()
                .autoCommit(connection -> EVENT.on(connection)
                        .set("organization", claim.organization())
                        .set("event_key", key)
                        .set("event_id", claim.eventSeen())
                        .one(row -> new Event(key, Rows.requiredTime(row, "recorded_on"), row.getString("data"))));
    }

    /** As much of a claim as its recording needs. */
    static Claim bare(ResultSet row) throws SQLException {
        return new Claim(
                row.getInt("organization_id"),
                Rows.requiredUuid(row, "operation_id"),
                row.getInt("claim_number"),
                0,
                OperationType.stored(row.getInt("operation_type")),
                row.getInt("priority_class"),
                row.getString("message_name"),
                "",
                null,
                false,
                null,
                null,
                0,
                0,
                row.getInt("loss_count"),
                row.getInt("kept"),
                Rows.requiredTime(row, "created_on"),
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Claim read(ResultSet row) throws SQLException {
        return new Claim(
                row.getInt("organization_id"),
                Rows.requiredUuid(row, "operation_id"),
                row.getInt("claim_number"),
                row.getLong("sequence"),
                OperationType.stored(row.getInt("operation_type")),
                row.getInt("priority_class"),
                row.getString("message_name"),
                row.getString("name"),
                row.getString("data"),
                row.getBoolean("has_large_data"),
                row.getString("token"),
                row.getString("limit_key"),
                row.getInt("retry_count"),
                row.getInt("attempt"),
                row.getInt("loss_count"),
                row.getInt("kept"),
                Rows.requiredTime(row, "created_on"),
                row.getInt("depth"),
                row.getString("checkpoint"),
                row.getString("event_key"),
                Rows.number(row, "event_seen"),
                Rows.uuid(row, "owner_id"),
                Rows.uuid(row, "parent_id"),
                Rows.uuid(row, "correlation_id"),
                Rows.uuid(row, "regarding_id"),
                row.getString("regarding_type"));
    }
}
