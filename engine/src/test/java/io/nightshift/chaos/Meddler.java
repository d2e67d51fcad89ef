package io.nightshift.chaos;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.Author;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.OperationQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A user who pauses, postpones and resumes operations at random while they run. */
final class Meddler implements AutoCloseable {

    private static final Author AUTHOR = new Author("meddler", null);
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration POSTPONEMENT = Duration.ofSeconds(3);
    private static final String LOCK_TIMEOUT = "55P03";

    private final OperationQueue queue;
    private final DataSource dataSource;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Move, Integer> moved = new EnumMap<>(Move.class);
    private final Thread thread;
    private volatile boolean finishing;
    private volatile Throwable failure;

    Meddler(OperationQueue queue, DataSource dataSource) {
        this.queue = queue;
        this.dataSource = dataSource;
        this.thread = Thread.ofPlatform().daemon().name("meddler").start(this::run);
    }

    /** From now on it only resumes: what it paused, and what was lost so often that it waits for a person. */
    void finish() {
        finishing = true;
    }

    /** How many operations it moved. */
    synchronized int moved(Move move) {
        return moved.getOrDefault(move, 0);
    }

    /** Fails when the meddler has. */
    void check() {
        if (failure != null) {
            throw new AssertionError("The meddler could not go on", failure);
        }
    }

    private void run() {
        try {
            while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    meddle();
                } catch (SQLException e) {
                    // A stopped process may hold a row for as long as it stands still.
                    if (!LOCK_TIMEOUT.equals(e.getSQLState())) {
                        throw e;
                    }
                } catch (ServiceFault e) {
                    if (e.errorCode() != ErrorCode.SERVER_BUSY.code()) {
                        throw e;
                    }
                }
            }
        } catch (SQLException | RuntimeException | Error | InterruptedException e) {
            failure = e;
        }
    }

    private void meddle() throws SQLException {
        if (finishing) {
            move(Move.RESUME, some(200, "statuscode IN (10, 21) AND cause IN (3, 5)"), null);
            return;
        }
        move(Move.PAUSE, some(8, "statuscode = 20"), null);
        move(Move.PAUSE, some(2, "statuscode = 10 AND cause IN (1, 2, 6)"), null);
        move(Move.POSTPONE, some(8, "statuscode = 0"), POSTPONEMENT);
        move(Move.POSTPONE, some(3, "statuscode = 20"), POSTPONEMENT);
        move(Move.RESUME, some(8, "statuscode = 10 AND cause = 3"), null);
        move(Move.RESUME, some(2, "statuscode = 21"), null);
        move(Move.RESUME, some(2, "statuscode = 10 AND cause = 2"), null);
    }

    private void move(Move move, List<UUID> ids, Duration delay) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        Instant until = delay == null ? null : queue.clock().now().plus(delay);
        long count = queue.move(move, null, ids, until, AUTHOR).values().stream()
                .filter(result -> result.kind() == MoveResult.Kind.MOVED)
                .count();
        synchronized (this) {
            moved.merge(move, (int) count, Integer::sum);
        }
    }

    private List<UUID> some(int most, String where) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT operation_id FROM nightshift.operation" + " WHERE " + where
                                + " ORDER BY random() LIMIT " + most);
                ResultSet row = statement.executeQuery()) {
            List<UUID> ids = new ArrayList<>();
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join();
    }
}
