package io.nightshift.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.chaos.JournalLine.What;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/** Three nodes, many operations, and all that can happen to a process, until everything is completed. */
final class Storm {

    private static final int NODES = 3;
    private static final int ENOUGH_LOCKED = 50;
    private static final int ENOUGH_FENCED = 3;
    private static final int ENOUGH_HELD = 5;
    private static final int TRIES = 4;
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How hard it blows: operations, kills of a node that holds enough, stops beyond the lease, orderly ends. */
    record Force(int operations, int kills, int stops, int drains) {}

    private enum Act {
        KILL,
        STOP,
        DRAIN
    }

    private final TestDatabase.Version version;
    private final Force force;
    private final Random random;
    private final Path folder;
    private final Map<UUID, Planned> enqueued = new HashMap<>();
    private final List<Integer> lockedAtKill = new ArrayList<>();

    Storm(TestDatabase.Version version, Force force, long seed, Path folder) {
        this.version = version;
        this.force = force;
        this.random = new Random(seed);
        this.folder = folder;
    }

    /** What became of it. */
    record Aftermath(
            Evidence evidence, List<Integer> lockedAtKill, Map<Move, Integer> moved, int bulkMoves, Duration lasted) {}

    Aftermath rage() throws IOException, InterruptedException, SQLException {
        try (TestDatabase database = TestDatabase.create(version);
                HikariDataSource pool = pool(database);
                Journal journal = new Journal(folder)) {
            SystemClock clock = new SystemClock();
            QueueStore store = QueueStore.open(pool, clock, "default");
            OperationQueue queue = new OperationQueue(store);
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(NodeWork.TABLES);
            }
            Held held = new Held(pool);
            try (Fleet fleet = new Fleet(database, held, journal, folder, random)) {
                fleet.start(NODES);
                long start = clock.nanos();
                Map<Move, Integer> moved;
                BulkMover mover;
                try (Meddler meddler = new Meddler(queue, pool)) {
                    try (Warden warden = new Warden(queue, pool, journal, random.nextLong());
                            BulkMover moving = new BulkMover(store, pool, random.nextLong())) {
                        mover = moving;
                        strike(fleet, journal, queue, meddler);
                    }
                    meddler.finish();
                    awaitTheEnd(held, meddler);
                    moved = Map.of(
                            Move.PAUSE, meddler.moved(Move.PAUSE),
                            Move.POSTPONE, meddler.moved(Move.POSTPONE),
                            Move.RESUME, meddler.moved(Move.RESUME));
                }
                Duration lasted = Duration.ofNanos(clock.nanos() - start);
                fleet.end();
                return new Aftermath(
                        Evidence.gather(pool, enqueued, journal.lines()),
                        lockedAtKill,
                        moved,
                        mover.succeeded(),
                        lasted);
            }
        }
    }

    /** Before each act comes its share of the operations, so that the nodes have enough to hold whatever their speed. */
    private void strike(Fleet fleet, Journal journal, OperationQueue queue, Meddler meddler)
            throws IOException, InterruptedException, SQLException {
        List<Act> acts = new ArrayList<>();
        acts.addAll(Collections.nCopies(force.kills(), Act.KILL));
        acts.addAll(Collections.nCopies(force.stops(), Act.STOP));
        acts.addAll(Collections.nCopies(force.drains(), Act.DRAIN));
        Collections.shuffle(acts, random);
        List<Planned> all = Planned.some(random, force.operations());
        int share = all.size() / (acts.size() + 2);
        int done = 0;
        for (Act act : acts) {
            enqueue(queue, all.subList(done, done + share));
            done += share;
            meddler.check();
            switch (act) {
                case KILL -> kill(fleet);
                case STOP -> fleet.stop();
                case DRAIN -> fleet.drain();
            }
        }
        enqueue(queue, all.subList(done, all.size()));
        for (int i = 0; i < TRIES && journal.count(What.FENCED) < ENOUGH_FENCED; i++) {
            fleet.stop();
        }
        // A quick machine is through before the warden, who waits for the lease of each node that was stopped.
        await().atMost(PATIENCE).until(() -> journal.count(What.HELD) >= ENOUGH_HELD);
    }

    /** Some of what the node held when it was chosen may have ended before the signal; then the kill does not count. */
    private void kill(Fleet fleet) throws IOException, InterruptedException, SQLException {
        int locked = fleet.kill();
        for (int i = 1; i < TRIES && locked < ENOUGH_LOCKED; i++) {
            locked = fleet.kill();
        }
        assertThat(locked).as("Locked by the killed node").isGreaterThanOrEqualTo(ENOUGH_LOCKED);
        lockedAtKill.add(locked);
    }

    private void enqueue(OperationQueue queue, List<Planned> some) throws SQLException {
        Instant now = queue.clock().now();
        for (int from = 0; from < some.size(); from += BATCH) {
            List<Planned> batch = some.subList(from, Math.min(from + BATCH, some.size()));
            List<Operation> operations =
                    batch.stream().map(planned -> planned.operation(now)).toList();
            List<UUID> ids = queue.enqueue(operations);
            for (int i = 0; i < ids.size(); i++) {
                enqueued.put(ids.get(i), batch.get(i));
            }
        }
    }

    private static void awaitTheEnd(Held held, Meddler meddler) throws SQLException {
        try {
            await().atMost(PATIENCE).until(() -> {
                meddler.check();
                return held.live() == 0;
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Not all operations came to an end: " + held.standings(), e);
        }
    }

    private static HikariDataSource pool(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(6);
        config.setConnectionInitSql("SET lock_timeout = '3s'");
        return new HikariDataSource(config);
    }
}
