package io.nightshift.chaos;

import static org.awaitility.Awaitility.await;

import io.nightshift.chaos.JournalLine.What;
import io.nightshift.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The node processes, and what is done to them. Each act leaves a line in the journal. */
final class Fleet implements AutoCloseable {

    /** What a node must hold to be killed or stopped; some of it may end before the signal arrives. */
    private static final int ENOUGH_TO_STRIKE = 60;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestDatabase database;
    private final Held held;
    private final Journal journal;
    private final Path logs;
    private final Random random;
    private final Map<String, ChildJvm> nodes = new LinkedHashMap<>();
    private int started;

    Fleet(TestDatabase database, Held held, Journal journal, Path logs, Random random) {
        this.database = database;
        this.held = held;
        this.journal = journal;
        this.logs = logs;
        this.random = random;
    }

    /** Starts nodes under new names and returns when all take operations. */
    void start(int count) throws IOException {
        List<ChildJvm> starting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "node-" + ++started;
            ChildJvm node = new ChildJvm(NodeProcess.class, logs.resolve(name + ".log"));
            nodes.put(name, node);
            starting.add(node);
            for (Object line :
                    List.of(name, journal.port(), database.jdbcUrl(), database.user(), database.password())) {
                node.say(line);
            }
        }
        for (ChildJvm node : starting) {
            node.hear();
        }
    }

    /** Kills one that holds enough, starts another in its place, and returns how much it held when it was dead. */
    int kill() throws IOException, InterruptedException, SQLException {
        String name = awaitOneThatHoldsEnough();
        ChildJvm node = nodes.remove(name);
        journal.write(JournalLine.about(What.STRUCK, name));
        node.kill();
        int locked = held.by(name);
        journal.write(JournalLine.about(What.KILLED, name, Integer.toString(locked)));
        start(1);
        return locked;
    }

    /** Stops one that holds enough until others have taken over all they can, and lets it go on. */
    void stop() throws IOException, InterruptedException {
        String name = awaitOneThatHoldsEnough();
        journal.write(JournalLine.about(What.STOPPED, name));
        try (ChildJvm.Stop stopped = nodes.get(name).stop()) {
            await().atMost(PATIENCE).until(() -> !held.isAlive(name) && held.unlockedBy(name) == 0);
        }
        journal.write(JournalLine.about(What.CONTINUED, name));
        await().atMost(PATIENCE).until(() -> held.isAlive(name));
    }

    /** Ends one in good order and starts another in its place. */
    void drain() throws IOException, InterruptedException {
        String name = awaitOneThatHoldsEnough();
        ChildJvm node = nodes.remove(name);
        journal.write(JournalLine.about(What.DRAINING, name));
        node.end();
        journal.write(JournalLine.about(What.DRAINED, name));
        start(1);
    }

    private String awaitOneThatHoldsEnough() {
        List<String> candidates = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            candidates.clear();
            for (String name : nodes.keySet()) {
                if (held.by(name) >= ENOUGH_TO_STRIKE && held.isAlive(name)) {
                    candidates.add(name);
                }
            }
            return !candidates.isEmpty();
        });
        return candidates.get(random.nextInt(candidates.size()));
    }

    /** Ends all in good order. */
    void end() throws InterruptedException {
        for (ChildJvm node : nodes.values()) {
            node.end();
        }
        nodes.clear();
    }

    @Override
    public void close() throws InterruptedException {
        for (ChildJvm node : nodes.values()) {
            node.close();
        }
    }
}
