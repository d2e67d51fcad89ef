package io.nightshift.queue;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Hints to other processes, by NOTIFY in the transaction that they are about: they arrive when, and only when, it commits.
 * PostgreSQL lets commits with a notification pass one after another, so a process sends at most {@value #RATE} a second;
 * above that the listeners are awake anyway and look often. Thread-safe.
 */
public final class Hints {

    /** The channel of the database on which hints travel. */
    public static final String CHANNEL = "nightshift";

    private static final SqlFile NOTIFY = QueueSql.file("notify.sql");
    private static final int RATE = 200;
    private static final int BURST = 20;
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1) / RATE;
    /** The database takes 8,000 bytes; a longer one is left out. */
    private static final int MAX_CHARACTERS = 1900;

    private static final int MOST_AT_ONCE = 16;
    private static final String TO_ALL = "0";
    private static final String TEST = "t ";

    private final ServiceClock clock;
    /** What this process sends about its own commits it has told itself already. */
    private final String process = Long.toString(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), 36);

    private long nextNanos;

    Hints(ServiceClock clock) {
        this.clock = clock;
        this.nextNanos = clock.nanos() - BURST * EACH_NANOS;
    }

    /** In a transaction of the caller: this process hears of its commit in the same way as all others. */
    void send(Connection connection, Collection<Hint> hints) throws SQLException {
        if (take()) {
            send(connection, TO_ALL, hints);
        }
    }

    /** In a transaction of our own, after which this process is told directly; for who was {@link #take() allowed} to. */
    void sendToOthers(Connection connection, Collection<Hint> hints) throws SQLException {
        send(connection, process, hints);
    }

    private void send(Connection connection, String sender, Collection<Hint> hints) throws SQLException {
        List<String> texts = hints.stream()
                .distinct()
                .map(Hint::text)
                .filter(text -> text.length() <= MAX_CHARACTERS)
                .toList();
        if (texts.isEmpty()) {
            return;
        }
        List<String> sent = texts.size() <= MOST_AT_ONCE ? texts : List.of(Hint.ANY.text());
        notify(connection, sent.stream().map(text -> sender + " " + text).toList());
    }

    /** Sends what only the tester understands, to see whether it comes back. */
    public void sendTest(Connection connection, String text) throws SQLException {
        notify(connection, List.of(TO_ALL + " " + TEST + text));
    }

    /** The text of a test, or empty when this is none. */
    public static Optional<String> test(String payload) {
        String start = TO_ALL + " " + TEST;
        return payload.startsWith(start) ? Optional.of(payload.substring(start.length())) : Optional.empty();
    }

    /** The hint that has come, or empty when it makes no sense or is from this process, which knows it. */
    public Optional<Hint> received(String payload) {
        int end = payload.indexOf(' ');
        if (end < 0 || payload.substring(0, end).equals(process)) {
            return Optional.empty();
        }
        return Hint.read(payload.substring(end + 1));
    }

    private static void notify(Connection connection, List<String> payloads) throws SQLException {
        NOTIFY.on(connection).texts("payloads", payloads).query(row -> null);
    }

    /** Whether a hint may be sent now; who is told so uses it up. */
    synchronized boolean take() {
        long now = clock.nanos();
        nextNanos = Math.max(nextNanos, now - BURST * EACH_NANOS);
        if (now - nextNanos < 0) {
            return false;
        }
        nextNanos += EACH_NANOS;
        return true;
    }
}
