package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Texts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people did to the service itself, and why: holds, limits, weights, orders to nodes. It is written in the transaction of
 * the act, so that neither is there without the other, and kept for good. What people did to an operation stands in the log of
 * that operation. Thread-safe.
 */
public final class ServiceLog {

    /** The most entries that are read at a time. */
    public static final int MOST = 1_000;

    private static final SqlFile WRITE = QueueSql.file("service_log_write.sql");
    private static final SqlFile READ = QueueSql.file("service_log_read.sql");

    private final QueueStore store;

    ServiceLog(QueueStore store) {
        this.store = store;
    }

    /**
     * One act.
     *
     * @param line grows with each act
     * @param organization whom it concerns; null for all
     * @param message what was done, in the past tense: "held the lane 'a' of contoso"
     */
    public record Entry(
            long line, Instant at, Author author, @Nullable String organization, String message) {}

    /**
     * The last acts, the newest first.
     *
     * @param organization only what concerns this one, or all; null for everything
     * @param before only those before this line; null for the newest
     * @param most 1 to {@value #MOST}
     */
    public List<Entry> read(@Nullable String organization, @Nullable Long before, int most) throws SQLException {
        if (most < 1 || most > MOST) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A part of the log has 1 to " + MOST + " lines; got " + most + ".");
        }
        Integer number = organization == null ? null : store.organizations().number(organization);
        return store.database()
                .autoCommit(connection -> READ.on(connection)
                        .set("organization", number)
                        .set("before", before)
                        .set("most", most)
                        .query(row -> new Entry(
                                row.getLong("line"),
                                Rows.requiredTime(row, "logged_on"),
                                new Author(row.getString("author"), row.getString("reason")),
                                row.getString("organization"),
                                row.getString("message"))));
    }

    /**
     * Writes down an act that is not one of the engine's own, after it.
     *
     * @param organization whom it concerns; null for all
     */
    public void add(@Nullable String organization, Author author, String message) throws SQLException {
        Texts.check("act", message);
        Integer number = organization == null ? null : store.organizations().number(organization);
        store.database().inTransaction(connection -> {
            write(connection, store.clock().now(), author, number, message);
            return message;
        });
    }

    /** Writes down an act, in its transaction. */
    static void write(Connection connection, Instant now, Author author, @Nullable Integer organization, String message)
            throws SQLException {
        WRITE.on(connection)
                .set("organization", organization)
                .set("now", now)
                .set("author", author.name())
                .set("reason", author.reason())
                .set("message", message)
                .run();
    }
}
