package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of operations: what their handlers said, and what people did to them. Thread-safe. */
public final class OperationLog {

    private static final SqlFile WRITE = QueueSql.file("log.sql");

    private final QueueStore store;

    public OperationLog(QueueStore store) {
        this.store = store;
    }

    /** One line; the author is null when the handler wrote it. */
    public record Entry(
            int organization,
            UUID id,
            int kept,
            Instant createdOn,
            Instant at,
            @Nullable String author,
            String message) {}

    /** Writes lines in a transaction of its own. */
    public void write(List<Entry> entries) throws SQLException {
        store.partitions().making(days -> {
            entries.forEach(entry -> days.add(entry.createdOn()));
            return store.database().inTransaction(connection -> {
                write(connection, entries);
                return entries.size();
            });
        });
    }

    static void write(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        WRITE.on(connection)
                .integers("organizations", entries, Entry::organization)
                .uuids("ids", entries, Entry::id)
                .integers("kept", entries, Entry::kept)
                .times("created", entries, Entry::createdOn)
                .times("logged", entries, Entry::at)
                .texts("authors", entries, Entry::author)
                .texts("messages", entries, Entry::message)
                .run();
    }
}
