package io.nightshift.execution;

import io.nightshift.database.FurtherStatement;
import io.nightshift.database.ServiceClock;
import io.nightshift.operation.Outcome;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Recorder;
import io.nightshift.queue.Settlement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions a handler asks for. The last statement of each is the write that is fenced by the claim: when the
 * operation has been taken away it finds nothing, and all that was written before it is rolled back.
 */
final class OperationTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(OperationTransactions.class);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final QueueStore store;
    private final Claims claims;
    private final Recorder recorder;

    OperationTransactions(QueueStore store, Claims claims, Recorder recorder) {
        this.store = store;
        this.claims = claims;
        this.recorder = recorder;
    }

    /** Rolls back by being thrown. */
    private static final class NotSucceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        NotSucceeded(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    /** Writes through the connection and says what to report. */
    @FunctionalInterface
    interface Reporting {
        Reported on(Connection connection) throws SQLException;
    }

    /** What is reported, and what is written in one round trip with it; null for nothing. */
    record Reported(Claims.Report report, @Nullable FurtherStatement along) {}

    /** Writes, cursor and progress together; empty when the claim is lost and nothing was written. */
    Optional<Integer> checkpoint(Run run, Reporting reporting) throws SQLException {
        boolean committing = false;
        try (Connection connection = store.database().connect()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                Reported reported = reporting.on(connection);
                FurtherStatement along = reported.along();
                Optional<Integer> status = along == null
                        ? claims.report(connection, run.claim(), reported.report())
                        : claims.report(connection, run.claim(), reported.report(), along);
                if (status.isPresent()) {
                    committing = true;
                    connection.commit();
                    committed = true;
                }
                return status;
            } finally {
                end(connection, committed);
            }
        } catch (SQLException e) {
            if (committing) {
                run.commitUnknown(e);
            }
            throw e;
        }
    }

    /** Work and the end of the operation together. */
    Outcome end(Run run, OperationContext.FinalWork work) throws SQLException {
        Claim claim = run.claim();
        // Before the transaction: what it writes may belong to a day long ago, and it must not need a second
        // connection.
        store.partitions()
                .prepareDaysOf(List.of(claim.createdOn(), store.clock().now()));
        boolean committing = false;
        try (Connection connection = store.database().connect()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                Outcome outcome = work.on(connection);
                if (!(outcome instanceof Outcome.Succeeded succeeded)) {
                    throw new NotSucceeded(outcome);
                }
                if (recorder.record(
                                connection,
                                List.of(Settlement.succeeded(claim, succeeded.result())
                                        .startedOn(run.startedOn())))
                        .isEmpty()) {
                    throw new StopRequested(StopReason.LEASE_LOST);
                }
                committing = true;
                connection.commit();
                committed = true;
                run.recorded();
                return succeeded;
            } finally {
                end(connection, committed);
            }
        } catch (NotSucceeded e) {
            return e.outcome;
        } catch (SQLException e) {
            if (!committing) {
                throw e;
            }
            return afterUnknownCommit(run, e);
        }
    }

    /** The commit was sent and its answer is lost: only the database knows. Asks until it answers. */
    private Outcome afterUnknownCommit(Run run, SQLException unknown) throws SQLException {
        ServiceClock clock = store.clock();
        long start = clock.nanos();
        while (true) {
            Claims.Known known;
            try {
                known = claims.known(run.claim());
            } catch (SQLException stillAway) {
                if (clock.nanos() - start > TimeUnit.MINUTES.toNanos(2)) {
                    throw unknown;
                }
                LockSupport.parkNanos(ASK_AGAIN_NANOS);
                continue;
            }
            switch (known) {
                case RECORDED -> {
                    run.recorded();
                    return Outcome.succeeded();
                }
                case STANDING -> throw unknown;
                case LOST -> throw new StopRequested(StopReason.LEASE_LOST);
            }
        }
    }

    /** A connection that died with the work must not hide what the work died of. */
    private static void end(Connection connection, boolean committed) {
        try {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.debug("The connection is gone, and with it the transaction", e);
        }
    }
}
