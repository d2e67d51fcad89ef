package io.nightshift.chaos;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.BulkMoves;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A user who postpones all of a message or of a lane, or pauses a lane and resumes it, while all of it runs. */
final class BulkMover implements AutoCloseable {

    private static final Author AUTHOR = new Author("mover", null);
    private static final Duration PAUSE = Duration.ofMillis(700);
    private static final Duration POSTPONEMENT = Duration.ofMillis(1500);
    private static final String LOCK_TIMEOUT = "55P03";

    /** Some of each have a limit key. Without those that are half of everything: nodes shall have something to do. */
    private static final List<Kind> MOVED = List.of(Kind.RETRYING, Kind.STEPWISE, Kind.PLAIN, Kind.STUBBORN);

    private final BulkMoves bulkMoves;
    private final QueueStore store;
    private final DataSource dataSource;
    private final Random random;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<UUID> started = new ArrayList<>();
    private final Thread thread;
    private volatile Throwable failure;

    BulkMover(QueueStore store, DataSource dataSource, long seed) {
        this.bulkMoves = new BulkMoves(store);
        this.store = store;
        this.dataSource = dataSource;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().daemon().name("mover").start(this::run);
    }

    private void run() {
        try {
            while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    move();
                } catch (SQLException e) {
                    // A stopped process may hold a row for as long as it stands still.
                    if (!LOCK_TIMEOUT.equals(e.getSQLState())) {
                        throw e;
                    }
                } catch (ServiceFault e) {
                    // A stopped process has not said that it has seen the hold.
                    if (e.errorCode() != ErrorCode.SERVER_BUSY.code()) {
                        throw e;
                    }
                }
            }
        } catch (SQLException | RuntimeException | Error | InterruptedException e) {
            failure = e;
        }
    }

    private void move() throws SQLException {
        Instant soon = store.clock().now().plus(POSTPONEMENT);
        switch (random.nextInt(3)) {
            case 0 -> {
                Kind kind = MOVED.get(random.nextInt(MOVED.size()));
                start(new BulkMove(Search.all().message(kind.message()), Move.POSTPONE, soon, AUTHOR));
            }
            case 1 -> start(new BulkMove(Search.all().token(lane()), Move.POSTPONE, soon, AUTHOR));
            default -> {
                Search lane = Search.all().token(lane());
                start(new BulkMove(lane, Move.PAUSE, null, AUTHOR));
                start(new BulkMove(lane, Move.RESUME, null, AUTHOR));
            }
        }
    }

    private void start(BulkMove move) throws SQLException {
        started.add(bulkMoves.start(move, false));
    }

    private String lane() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT token FROM nightshift.operation WHERE token IS NOT NULL"
                        + " ORDER BY random() LIMIT 1")) {
            return row.next() ? row.getString(1) : "lane-1";
        }
    }

    /** How many of its moves came to their end as they should; fails when one did not. */
    int succeeded() throws SQLException {
        SystemJobs jobs = new SystemJobs(store, RetrySchedule.STANDARD);
        for (UUID id : started) {
            StatusCode status = jobs.get(null, id).orElseThrow().status();
            if (status != StatusCode.SUCCEEDED) {
                throw new AssertionError("The bulk move " + id + " ended as " + status);
            }
        }
        return started.size();
    }

    /** Moves nothing more; fails when the mover has. */
    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join();
        if (failure != null) {
            throw new AssertionError("The mover could not go on", failure);
        }
    }
}
