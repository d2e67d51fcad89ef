package io.nightshift.chaos;

import io.nightshift.chaos.JournalLine.What;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.queue.Holds;
import io.nightshift.queue.OperationQueue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A user who holds a message, a lane or a limit key for a while, again and again, and tells the journal from when to when. */
final class Warden implements AutoCloseable {

    private static final Author AUTHOR = new Author("warden", null);
    private static final String DEFAULT = "default";
    private static final String LOCK_TIMEOUT = "55P03";
    private static final int HELD_MILLIS = 600;
    private static final int FREE_MILLIS = 150;

    private final Holds holds;
    private final DataSource dataSource;
    private final Journal journal;
    private final Random random;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile Throwable failure;

    Warden(OperationQueue queue, DataSource dataSource, Journal journal, long seed) {
        this.holds = queue.holds();
        this.dataSource = dataSource;
        this.journal = journal;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().daemon().name("warden").start(this::run);
    }

    private void run() {
        try {
            while (!over.await(FREE_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    hold();
                } catch (SQLException e) {
                    // A stopped process may hold a row for as long as it stands still; then nothing was ordered.
                    if (!LOCK_TIMEOUT.equals(e.getSQLState())) {
                        throw e;
                    }
                } finally {
                    for (Hold hold : holds.list()) {
                        if (hold.author().name().equals(AUTHOR.name())) {
                            holds.lift(hold.number(), AUTHOR);
                        }
                    }
                }
            }
        } catch (SQLException | RuntimeException | Error | InterruptedException e) {
            failure = e;
        }
    }

    private void hold() throws SQLException, InterruptedException {
        Hold.Target target = target();
        try {
            holds.place(target, AUTHOR);
        } catch (ServiceFault e) {
            // It stands, but nobody was promised anything.
            if (e.errorCode() == ErrorCode.SERVER_BUSY.code()) {
                return;
            }
            throw e;
        }
        journal.write(JournalLine.about(What.HELD, "-", HeldTarget.of(target)));
        over.await(HELD_MILLIS, TimeUnit.MILLISECONDS);
        journal.write(JournalLine.about(What.FREED, "-", HeldTarget.of(target)));
    }

    private Hold.Target target() throws SQLException {
        Kind[] kinds = Kind.values();
        return switch (random.nextInt(3)) {
            case 0 -> Hold.Target.message(null, kinds[random.nextInt(kinds.length)].message());
            case 1 -> Hold.Target.limit(DEFAULT, "limit-" + random.nextInt(2));
            default -> Hold.Target.lane(DEFAULT, lane());
        };
    }

    private String lane() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT token FROM nightshift.operation WHERE token IS NOT NULL"
                        + " ORDER BY random() LIMIT 1")) {
            return row.next() ? row.getString(1) : "lane-1";
        }
    }

    /** Lifts what is held; fails when the warden has. */
    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join();
        if (failure != null) {
            throw new AssertionError("The warden could not go on", failure);
        }
    }
}
