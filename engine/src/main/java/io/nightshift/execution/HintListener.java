package io.nightshift.execution;

import io.nightshift.database.Database;
import io.nightshift.database.Notifications;
import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Hint;
import io.nightshift.queue.Hints;
import io.nightshift.queue.QueueStore;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the hints of other processes. It sends itself one at the start and now and then, and says when that does not arrive:
 * the cause is nearly always a pooler between us and the database. Nothing depends on hints; polling finds the same, later.
 */
final class HintListener {

    private static final Logger LOG = LoggerFactory.getLogger(HintListener.class);
    private static final int WAIT_MILLIS = 5000;
    private static final int WAIT_FOR_TEST_MILLIS = 1000;
    private static final long TEST_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long TEST_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FOR_EVER_NANOS = TimeUnit.DAYS.toNanos(1);

    /** Whether hints arrive. */
    enum State {
        OFF,
        UNTESTED,
        ARRIVING,
        MISSING
    }

    private final QueueStore store;
    private final Hints hints;
    private final ServiceClock clock;
    private final Database from;
    private volatile Consumer<Hint> heard = hint -> {};
    private volatile State state;
    private @Nullable Notifications connection;
    private volatile boolean closed;
    private @Nullable String awaited;
    private long testedNanos;

    HintListener(QueueStore store, HintConnection over) {
        this.store = store;
        this.hints = store.hints();
        this.clock = store.clock();
        this.from = over.source() == null ? store.database() : new Database(over.source());
        this.state = over.isOn() ? State.UNTESTED : State.OFF;
    }

    /** Takes what has been heard. */
    void onHint(Consumer<Hint> callback) {
        heard = callback;
    }

    State state() {
        return state;
    }

    /** One wait for hints. */
    long tick() {
        if (closed) {
            drop();
        }
        if (state == State.OFF || closed) {
            return FOR_EVER_NANOS;
        }
        try {
            Notifications open = connection == null ? open() : connection;
            if (open == null) {
                return FOR_EVER_NANOS;
            }
            open.await(state == State.ARRIVING && awaited == null ? WAIT_MILLIS : WAIT_FOR_TEST_MILLIS)
                    .forEach(this::take);
            if (closed) {
                drop();
                return FOR_EVER_NANOS;
            }
            return test() ? 0 : AFTER_FAILURE_NANOS;
        } catch (SQLException e) {
            drop();
            if (closed) {
                return FOR_EVER_NANOS;
            }
            missing(e.toString());
            // What was sent meanwhile is lost.
            heard.accept(Hint.ANY);
            return AFTER_FAILURE_NANOS / 10;
        }
    }

    /** From now on nothing is heard; a wait that is under way on another thread ends by a last hint to itself. */
    void close() {
        closed = true;
        if (state == State.ARRIVING) {
            try {
                send("end");
            } catch (SQLException e) {
                LOG.debug("The wait for hints ends by itself", e);
            }
        }
    }

    private @Nullable Notifications open() throws SQLException {
        Notifications opened;
        try {
            opened = Notifications.on(from, Hints.CHANNEL);
        } catch (LinkageError e) {
            opened = null;
        }
        if (opened == null) {
            state = State.OFF;
            LOG.info("Hints of other processes need PostgreSQL's own JDBC driver; their work is found by polling.");
            return null;
        }
        connection = opened;
        ask();
        return opened;
    }

    private void take(String payload) {
        String expected = awaited;
        if (expected != null && expected.equals(Hints.test(payload).orElse(null))) {
            awaited = null;
            if (state == State.MISSING) {
                LOG.info("Hints of other processes arrive again.");
            }
            state = State.ARRIVING;
        } else {
            hints.received(payload).ifPresent(heard);
        }
    }

    /** False when a test has failed and this connection is given up. */
    private boolean test() throws SQLException {
        long since = clock.nanos() - testedNanos;
        if (awaited != null && since >= TEST_WITHIN_NANOS) {
            drop();
            missing("a hint to ourselves did not come back; is there a pooler between us and the database?");
            return false;
        }
        if (awaited == null && since >= TEST_EVERY_NANOS) {
            ask();
        }
        return true;
    }

    private void ask() throws SQLException {
        String text = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        awaited = text;
        testedNanos = clock.nanos();
        send(text);
    }

    private void send(String text) throws SQLException {
        store.database().autoCommit(sender -> {
            hints.sendTest(sender, text);
            return text;
        });
    }

    private void missing(String why) {
        if (state != State.MISSING) {
            LOG.warn("Hints of other processes do not arrive, their work is found by polling within a second: {}", why);
        }
        state = State.MISSING;
    }

    private void drop() {
        Notifications open = connection;
        connection = null;
        awaited = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The connection that listened is gone", e);
            }
        }
    }
}
