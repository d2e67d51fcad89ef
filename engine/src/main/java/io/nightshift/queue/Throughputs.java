package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How many operations of each bucket end on each node: what nodes say of themselves. Thread-safe. */
public final class Throughputs {

    /** What a node said longer ago than this is of late no more. */
    static final Duration FRESH = Duration.ofSeconds(90);

    private static final Duration OLD = Duration.ofHours(1);
    private static final SqlFile FORECAST = QueueSql.file("forecast.sql");
    private static final SqlFile SAY = QueueSql.file("throughput.sql");

    private final QueueStore store;

    public Throughputs(QueueStore store) {
        this.store = store;
    }

    /** So many operations of a bucket ended on a node in so many seconds up to now. */
    public record Throughput(Bucket bucket, long completions, int seconds) {}

    /** Replaces what this node has said before. */
    public void say(long nodeId, List<Throughput> late) throws SQLException {
        Instant now = store.clock().now();
        store.database()
                .autoCommit(connection -> SAY.on(connection)
                        .set("node", nodeId)
                        .set("now", now)
                        .set("old", now.minus(OLD))
                        .integers("organizations", late, t -> t.bucket().organization())
                        .integers("classes", late, t -> t.bucket().priorityClass())
                        .integers("types", late, t -> t.bucket().type())
                        .texts("messages", late, t -> t.bucket().messageName())
                        .longs("completions", late, Throughput::completions)
                        .integers("seconds", late, Throughput::seconds)
                        .run());
    }

    List<Forecast> forecast(int organization, int cap) throws SQLException {
        return store.database().inTransaction(connection -> {
            SystemJobs.limitTime(connection);
            return FORECAST.on(connection)
                    .set("organization", organization)
                    .set("since", store.clock().now().minus(FRESH))
                    .set("cap", cap)
                    .query(row -> Forecast.of(
                            new Bucket(
                                    organization,
                                    row.getInt("priority_class"),
                                    row.getInt("operation_type"),
                                    row.getString("message_name")),
                            row.getInt("ready"),
                            Rows.time(row, "oldest"),
                            row.getDouble("per_minute")));
        });
    }
}
