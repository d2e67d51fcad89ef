package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What makes waiting operations ready: a lane that is free, a time that has come, an event. Each call is one page in a
 * transaction of its own. Thread-safe; any number of nodes may call at once.
 */
public final class Promotions {

    private static final SqlFile PENDING = QueueSql.file("pending.sql");
    private static final SqlFile LANE_NOTES = QueueSql.file("lane_notes.sql");
    private static final SqlFile PROMOTE = QueueSql.file("promote.sql");
    private static final SqlFile PROMOTE_AGAIN = QueueSql.file("promote_again.sql");
    private static final SqlFile LANE_SWEEP = QueueSql.file("lane_sweep.sql");
    private static final SqlFile LANE_NOTE = QueueSql.file("lane_note.sql");
    private static final SqlFile LIMIT_NOTES = QueueSql.file("limit_notes.sql");
    private static final SqlFile PROMOTE_LIMITS = QueueSql.file("promote_limits.sql");
    private static final SqlFile LIMIT_SWEEP = QueueSql.file("limit_sweep.sql");
    private static final SqlFile WAKE = QueueSql.file("wake.sql");
    private static final SqlFile EVENT_NOTES = QueueSql.file("event_notes.sql");
    private static final SqlFile SIGNAL = QueueSql.file("signal.sql");
    private static final SqlFile EXPIRE_KEYS = QueueSql.file("expire_keys.sql");
    private static final int PAGE = 1000;
    /** Few enough that whoever waits for the thread that wakes, or for a processor, waits for milliseconds only. */
    private static final int WAKE_PAGE = 250;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String NOT_LOCKED = "55P03";
    /** Each is waited for a second; who promotes has other things to do. */
    private static final int MOST_WAITED_FOR = 3;

    private final QueueStore store;

    public Promotions(QueueStore store) {
        this.store = store;
    }

    /**
     * What a page brought.
     *
     * @param seen how much was looked at
     * @param isFull whether there may be more at once
     * @param ready the buckets that have something to claim now
     */
    public record Page(int seen, boolean isFull, List<Bucket> ready) {
        private static final Page NOTHING = new Page(0, false, List.of());

        private static Page of(int seen, List<Bucket> ready) {
            return new Page(seen, seen >= PAGE, ready);
        }
    }

    private record Lane(int organization, String token) {}

    /** Looks what there is to do beside claiming. */
    public Pending pending() throws SQLException {
        return store.database()
                .autoCommit(connection -> PENDING.on(connection)
                        .set("now", store.clock().now())
                        .query(Pending::read)
                        .getFirst());
    }

    /** Gives free lanes their next holder, and then free slots of limit keys to those that are first in line. */
    public Page promote() throws SQLException {
        Page lanes = promote(this::promoteLanes);
        Page limits = promote(this::promoteLimits);
        List<Bucket> ready = new ArrayList<>(lanes.ready());
        ready.addAll(limits.ready());
        return Page.of(Math.max(lanes.seen(), limits.seen()), ready);
    }

    /** Promotes by at most so many notes, past the first ones, in a transaction of its own. */
    private interface Promotion {
        Page by(int notes, int past) throws SQLException;
    }

    private static Page promote(Promotion promotion) throws SQLException {
        try {
            return promotion.by(PAGE, 0);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState()) && !NOT_LOCKED.equals(e.getSQLState())) {
                throw e;
            }
            // Another node gave one of these slots to an operation that we could not see yet, or is giving it and does
            // not
            // come to an end. The index held; note by note the others are promoted.
            return oneByOne(promotion);
        }
    }

    private static Page oneByOne(Promotion promotion) throws SQLException {
        List<Bucket> ready = new ArrayList<>();
        int seen = 0;
        int past = 0;
        for (int i = 0; i < PAGE && past < MOST_WAITED_FOR; i++) {
            try {
                Page page = promotion.by(1, past);
                if (page.seen() == 0) {
                    return Page.of(0, ready);
                }
                seen += page.seen();
                ready.addAll(page.ready());
            } catch (SQLException e) {
                if (NOT_LOCKED.equals(e.getSQLState())) {
                    past++;
                } else if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        return Page.of(past > 0 ? 0 : seen, ready);
    }

    private Page promoteLanes(int most, int past) throws SQLException {
        return store.database().inTransaction(connection -> {
            List<Lane> notes = LANE_NOTES
                    .on(connection)
                    .set("most", most)
                    .set("past", past)
                    .query(row -> new Lane(row.getInt("organization_id"), row.getString("token")));
            if (notes.isEmpty()) {
                return Page.NOTHING;
            }
            List<Lane> lanes = notes.stream().distinct().toList();
            return Page.of(notes.size(), promote(connection, lanes));
        });
    }

    private Page promoteLimits(int most, int past) throws SQLException {
        record Key(int organization, String key) {}
        return store.database().inTransaction(connection -> {
            List<Key> notes = LIMIT_NOTES
                    .on(connection)
                    .set("most", most)
                    .set("past", past)
                    .query(row -> new Key(row.getInt("organization_id"), row.getString("limit_key")));
            if (notes.isEmpty()) {
                return Page.NOTHING;
            }
            List<Key> keys = notes.stream().distinct().toList();
            List<Bucket> ready = PROMOTE_LIMITS
                    .on(connection)
                    .integers("organizations", keys, Key::organization)
                    .texts("limit_keys", keys, Key::key)
                    .query(Bucket::read);
            return Page.of(notes.size(), ready);
        });
    }

    private static List<Bucket> promote(Connection connection, List<Lane> lanes) throws SQLException {
        record Promoted(int organization, UUID id) {}
        List<Bucket> ready = new ArrayList<>();
        List<Promoted> promoted = PROMOTE.on(connection)
                .integers("organizations", lanes, Lane::organization)
                .texts("tokens", lanes, Lane::token)
                .query(row -> {
                    if (row.getBoolean("is_claimable")) {
                        ready.add(Bucket.read(row));
                    }
                    return new Promoted(row.getInt("organization_id"), Rows.requiredUuid(row, "operation_id"));
                });
        if (!promoted.isEmpty()) {
            PROMOTE_AGAIN
                    .on(connection)
                    .integers("organizations", promoted, Promoted::organization)
                    .uuids("ids", promoted, Promoted::id)
                    .run();
        }
        return ready;
    }

    /** Where a sweep over the waiting lanes, or over the waiting limit keys, has got to. */
    public record SweepCursor(int organization, String name) {
        public static final SweepCursor START = new SweepCursor(Integer.MIN_VALUE, "");
    }

    /** Leaves a note for each free lane that has waiting members, from the cursor on; returns where to go on. */
    public SweepCursor sweepLanes(SweepCursor from) throws SQLException {
        record Swept(Lane lane, boolean isFree) {}
        return store.database().inTransaction(connection -> {
            List<Swept> swept = LANE_SWEEP
                    .on(connection)
                    .set("from_organization", from.organization())
                    .set("from_token", from.name())
                    .set("most", PAGE)
                    .query(row -> new Swept(
                            new Lane(row.getInt("organization_id"), row.getString("token")),
                            row.getBoolean("is_free")));
            for (Swept s : swept) {
                if (s.isFree()) {
                    LANE_NOTE
                            .on(connection)
                            .set("organization", s.lane().organization())
                            .set("token", s.lane().token())
                            .run();
                }
            }
            if (swept.size() < PAGE) {
                return SweepCursor.START;
            }
            Lane last = swept.getLast().lane();
            return new SweepCursor(last.organization(), last.token());
        });
    }

    /** Leaves a note for each limit key that has a free slot and somebody waiting, from the cursor on. */
    public SweepCursor sweepLimits(SweepCursor from) throws SQLException {
        List<SweepCursor> swept = store.database()
                .autoCommit(connection -> LIMIT_SWEEP
                        .on(connection)
                        .set("from_organization", from.organization())
                        .set("from_key", from.name())
                        .set("most", PAGE)
                        .query(row -> new SweepCursor(row.getInt("organization_id"), row.getString("limit_key"))));
        return swept.size() < PAGE ? SweepCursor.START : swept.getLast();
    }

    /** Wakes what waits for a time that has come: a page of it, the longest due first. */
    public Page wake() throws SQLException {
        return store.database().autoCommit(connection -> {
            List<Bucket> ready = new ArrayList<>();
            int woken = WAKE
                    .on(connection)
                    .set("now", store.clock().now())
                    .set("most", WAKE_PAGE)
                    .query(row -> {
                        if (row.getBoolean("is_claimable")) {
                            ready.add(Bucket.read(row));
                        }
                        return row.getInt("operations");
                    })
                    .stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            return new Page(woken, woken >= WAKE_PAGE, ready);
        });
    }

    /** Wakes who waits for events that were recorded. */
    public Page signal() throws SQLException {
        record Note(int organization, String key) {}
        return store.database().inTransaction(connection -> {
            List<Note> notes = EVENT_NOTES
                    .on(connection)
                    .set("most", PAGE)
                    .query(row -> new Note(row.getInt("organization_id"), row.getString("event_key")));
            if (notes.isEmpty()) {
                return Page.NOTHING;
            }
            List<Bucket> ready = new ArrayList<>();
            SIGNAL.on(connection)
                    .integers(
                            "organizations",
                            notes.stream().map(Note::organization).toList())
                    .texts("event_keys", notes.stream().map(Note::key).toList())
                    .query(row -> row.getBoolean("is_claimable") && ready.add(Bucket.read(row)));
            return Page.of(notes.size(), ready);
        });
    }

    /** Forgets keys of callers whose time is over; returns how many. */
    public int expireKeys() throws SQLException {
        return store.database()
                .autoCommit(connection -> EXPIRE_KEYS
                        .on(connection)
                        .set("now", store.clock().now())
                        .set("most", PAGE)
                        .run());
    }
}
