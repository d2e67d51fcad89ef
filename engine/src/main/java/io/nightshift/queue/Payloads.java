package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Texts that are too large to travel in the row of an operation. */
final class Payloads {

    static final int DATA = 0;
    static final int RESULT = 1;

    /** In characters; what is longer lies in a table of its own (design: small payload up to 2 kB travels in the row). */
    static final int INLINE = 2000;

    private static final SqlFile WRITE = QueueSql.file("payload.sql");
    private static final SqlFile READ = QueueSql.file("read_payload.sql");

    private final QueueStore store;

    Payloads(QueueStore store) {
        this.store = store;
    }

    static boolean isLarge(@Nullable String text) {
        return text != null && text.length() > INLINE;
    }

    /** One text of one operation. */
    record Payload(int organization, UUID id, int kept, int part, Instant createdOn, String body) {}

    void write(Connection connection, List<Payload> payloads) throws SQLException {
        if (payloads.isEmpty()) {
            return;
        }
        WRITE.on(connection)
                .integers(
                        "organizations",
                        payloads.stream().map(Payload::organization).toList())
                .uuids("ids", payloads.stream().map(Payload::id).toList())
                .integers("kept", payloads.stream().map(Payload::kept).toList())
                .integers("parts", payloads.stream().map(Payload::part).toList())
                .times(
                        "created",
                        new ArrayList<>(
                                payloads.stream().map(Payload::createdOn).toList()))
                .texts("bodies", payloads.stream().map(Payload::body).toList())
                .run();
    }

    /** @param createdOn of the operation: it tells in which partition to look */
    Optional<String> read(int organization, UUID id, int part, Instant createdOn) throws SQLException {
        return store.database().autoCommit(connection -> read(connection, organization, id, part, createdOn));
    }

    /** The same within a transaction, which must not wait for a second connection while it holds one. */
    Optional<String> read(Connection connection, int organization, UUID id, int part, Instant createdOn)
            throws SQLException {
        return READ.on(connection)
                .set("organization", organization)
                .set("id", id)
                .set("part", part)
                .set("created", createdOn)
                .one(row -> row.getString("body"));
    }
}
