package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The ids and keys by which callers make an enqueue that they may repeat. Each belongs to the first operation with it. */
final class CallerKeys {

    private static final SqlFile TAKE = QueueSql.file("enqueue_keys.sql");
    private static final SqlFile FIND = QueueSql.file("find_keys.sql");
    private static final SqlFile GIVE_BACK = QueueSql.file("give_back_keys.sql");
    private static final int ROUNDS = 10;
    private static final Duration LIFE = Duration.ofHours(24);
    private static final SqlFile COMPLETED = QueueSql.file("completed.sql");

    /** A key of one organization. */
    record Key(int organization, String text) {}

    /** Whose a key is; {@code isNew}: it was free and was taken now. */
    record Owner(UUID id, boolean isNew) {}

    private CallerKeys() {}

    /**
     * Takes the keys that are free, and says for each key whose it is. Waits for a transaction that is taking the same key
     * at this moment. On a connection that commits each statement by itself, a key can expire between the two looks; it is
     * free then, and is taken in the next round.
     */
    static Map<Key, Owner> take(Connection connection, Map<Key, UUID> wanted, Instant now) throws SQLException {
        Map<Key, Owner> owners = new HashMap<>();
        List<Key> left = List.copyOf(wanted.keySet());
        for (int round = 0; !left.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new SQLException("The key '" + left.getFirst().text() + "' is neither free nor taken");
            }
            take(connection, left, wanted, now, owners);
            List<Key> others =
                    left.stream().filter(key -> !owners.containsKey(key)).toList();
            if (!others.isEmpty()) {
                FIND.on(connection)
                        .integers("organizations", others, Key::organization)
                        .texts("keys", others, Key::text)
                        .query(row -> owners.put(key(row), new Owner(Rows.requiredUuid(row, "operation_id"), false)));
            }
            left = others.stream().filter(key -> !owners.containsKey(key)).toList();
        }
        return owners;
    }

    private static void take(
            Connection connection, List<Key> keys, Map<Key, UUID> wanted, Instant now, Map<Key, Owner> owners)
            throws SQLException {
        TAKE.on(connection)
                .integers("organizations", keys, Key::organization)
                .texts("keys", keys, Key::text)
                .uuids("ids", keys, wanted::get)
                .set("expires_on", now.plus(LIFE))
                .set("now", now)
                .query(row -> owners.put(key(row), new Owner(Rows.requiredUuid(row, "operation_id"), true)));
    }

    /** Gives back those of the keys that were taken now. */
    static void giveBack(Connection connection, Map<Key, Owner> owners) throws SQLException {
        List<Key> keys = owners.keySet().stream()
                .filter(key -> owner(owners, key).isNew())
                .toList();
        GIVE_BACK
                .on(connection)
                .integers("organizations", keys, Key::organization)
                .texts("keys", keys, Key::text)
                .uuids("ids", keys, key -> owner(owners, key).id())
                .run();
    }

    /** Whether one of these ids is that of an operation which has ended, whose key may have been forgotten. */
    static boolean belongToEnded(Connection connection, int organization, List<UUID> ids) throws SQLException {
        return !COMPLETED
                .on(connection)
                .set("organization", organization)
                .uuids("ids", ids)
                .query(row -> 1)
                .isEmpty();
    }

    static Owner owner(Map<Key, Owner> owners, Key key) {
        return Objects.requireNonNull(owners.get(key), "a key that is nobody's");
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getInt("organization_id"), row.getString("key"));
    }
}
