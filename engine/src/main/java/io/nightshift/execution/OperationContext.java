package io.nightshift.execution;

import io.nightshift.database.FurtherStatement;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Texts;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Event;
import io.nightshift.queue.OperationQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a handler has while it runs: the operation, a way to report and to save where it has got to, and a transaction that
 * ends with its outcome. Every call that writes first checks whether the handler was asked to stop, and throws
 * {@link StopRequested} then. For use on the handler's own thread.
 */
public final class OperationContext {

    private final Claim claim;
    private final String organization;
    private final Run run;
    private final ContextServices services;
    private @Nullable String checkpoint;

    OperationContext(Claim claim, String organization, Run run, ContextServices services) {
        this.claim = claim;
        this.organization = organization;
        this.run = run;
        this.services = services;
        this.checkpoint = claim.checkpoint();
    }

    public UUID id() {
        return claim.id();
    }

    public String organization() {
        return organization;
    }

    public String name() {
        return claim.name();
    }

    public OperationType type() {
        return claim.type();
    }

    /** Empty when the operation has none. */
    public String messageName() {
        return claim.messageName();
    }

    public @Nullable String token() {
        return claim.token();
    }

    /** How often the handler has been started for this operation, this time included. */
    public int attempt() {
        return claim.attempt();
    }

    /** Retries since the last resume. */
    public int retryCount() {
        return claim.retryCount();
    }

    public int depth() {
        return claim.depth();
    }

    public @Nullable UUID ownerId() {
        return claim.ownerId();
    }

    public @Nullable UUID parentId() {
        return claim.parentId();
    }

    public @Nullable UUID correlationId() {
        return claim.correlationId();
    }

    public @Nullable UUID regardingId() {
        return claim.regardingId();
    }

    public @Nullable String regardingType() {
        return claim.regardingType();
    }

    public Instant createdOn() {
        return claim.createdOn();
    }

    /** The time of the service. */
    public Instant now() {
        return services.store().clock().now();
    }

    /** The queue, to enqueue further operations. */
    public OperationQueue queue() {
        return services.queue();
    }

    /** What the operation was enqueued with; null when there is none. */
    public @Nullable String data() throws SQLException {
        return claim.hasLargeData() ? inContext(() -> services.claims().data(claim)) : claim.data();
    }

    /** The cursor of the last checkpoint, of this run or of one before; null when none was saved. */
    public @Nullable String checkpoint() {
        return checkpoint;
    }

    /** The event that woke it; empty when it was not woken by one. */
    public Optional<Event> event() throws SQLException {
        return inContext(() -> services.claims().event(claim));
    }

    /** Whether it was asked to stop (pause, cancel, end of the node, deadline). */
    public boolean isStopRequested() {
        return run.stopReason() != null;
    }

    /** Whether all of its type are held, as this node last saw it: it may run on, or end at a good place. */
    public boolean isTypeHeld() {
        return run.isTypeHeld();
    }

    /** Whether all of its organization is held: who then ends with 0x8004A104 is given back without a retry. */
    public boolean isOrganizationHeld() {
        return run.isOrganizationHeld();
    }

    /** Ends the handler here if it was asked to stop. */
    public void throwIfStopRequested() {
        StopReason reason = run.stopReason();
        if (reason != null) {
            throw new StopRequested(reason);
        }
    }

    /** Says how far it is: 0 to 100 percent, and a text of at most 500 characters, or null. Seen by people at once. */
    public void progress(int percent, @Nullable String text) throws SQLException {
        Claims.Report report = new Claims.Report(Progress.percent(percent), Progress.text(text), null);
        report(connection -> new OperationTransactions.Reported(report, null));
    }

    /** Adds a line to the log of the operation. Kept also when the operation fails. */
    public void log(String message) {
        run.enterContext();
        try {
            services.logs().add(claim, now(), message);
        } finally {
            run.leaveContext();
        }
    }

    /** Saves where it has got to; after a pause, a retry or a crash the handler finds it in {@link #checkpoint()}. */
    public void saveCheckpoint(String cursor) throws SQLException {
        saveCheckpoint(cursor, null, null, null);
    }

    /**
     * Saves where it has got to together with what it did: the work, the cursor and the progress commit together or not at
     * all. Then the handler goes on, unless it was asked to stop.
     *
     * @param percent progress, or null to leave it
     * @param work writes through the given connection; it must not commit; null for none
     */
    public void saveCheckpoint(String cursor, @Nullable Integer percent, @Nullable String text, @Nullable Work work)
            throws SQLException {
        Checkpoint reached = new Checkpoint(cursor, percent, text);
        reached.report(); // What cannot be stored is refused before the work.
        saveCheckpoint(connection -> {
            if (work != null) {
                work.on(connection);
            }
            return reached;
        });
    }

    /**
     * Where a handler has got to; a null percent leaves the progress as it is.
     *
     * @param along what the work writes last, sent in one round trip with the checkpoint; null for nothing
     */
    public record Checkpoint(
            String cursor,
            @Nullable Integer percent,
            @Nullable String text,
            @Nullable FurtherStatement along) {

        /** The same with nothing that is written along. */
        public Checkpoint(String cursor, @Nullable Integer percent, @Nullable String text) {
            this(cursor, percent, text, null);
        }

        private Claims.Report report() {
            Texts.check("cursor", cursor);
            return new Claims.Report(percent == null ? null : Progress.percent(percent), Progress.text(text), cursor);
        }
    }

    /** Work in a transaction of the service that finds out itself where it gets to. */
    public interface CheckpointWork {
        Checkpoint on(Connection connection) throws SQLException;
    }

    /** As the other, for work that knows only when it is done where it has got to. */
    public void saveCheckpoint(CheckpointWork work) throws SQLException {
        Checkpoint[] reached = new Checkpoint[1];
        checkKeeping();
        report(connection -> {
            reached[0] = work.on(connection);
            return new OperationTransactions.Reported(reached[0].report(), reached[0].along());
        });
        checkpoint = reached[0].cursor();
        throwIfStopRequested();
    }

    /** Work in a transaction of the service. */
    public interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Work in a transaction of the service that ends the operation. */
    public interface FinalWork {
        Outcome on(Connection connection) throws SQLException;
    }

    /**
     * The last step of a handler: what it writes and the end of the operation commit together, so that both happen exactly
     * once whatever dies. Return what this method returns. If the work returns anything but Succeeded, or throws, nothing
     * of it is kept, back to the last checkpoint.
     *
     * @param work writes through the given connection, must not commit, and says how the operation ends
     */
    public Outcome transaction(FinalWork work) throws SQLException {
        checkKeeping();
        return inContext(() -> services.transactions().end(run, work));
    }

    private void report(OperationTransactions.Reporting reporting) throws SQLException {
        checkWritable();
        Optional<Integer> status = inContext(() -> services.transactions().checkpoint(run, reporting));
        if (status.isEmpty()) {
            services.listener().fenced(run.claim(), Move.CHECKPOINT);
            run.stop(StopReason.LEASE_LOST, false);
            throw new StopRequested(StopReason.LEASE_LOST);
        }
        switch (status.get()) {
            case 22 -> run.stop(StopReason.CANCEL, false);
            case 21 -> run.stop(StopReason.PAUSE, false);
            default -> run.withdrawPause();
        }
    }

    /** After a deadline or a lost lease, and when its end is decided, a handler writes nothing more. */
    private void checkWritable() {
        StopReason reason = run.stopReason();
        if (reason == StopReason.LEASE_LOST || reason == StopReason.DEADLINE) {
            throw new StopRequested(reason);
        }
        if (run.unknownCommit() != null) {
            throw new IllegalStateException("The answer to a checkpoint is lost; the operation must run again.");
        }
        if (run.isSettled() || run.isRecorded()) {
            throw new IllegalStateException("The operation has ended; its context can no longer be used.");
        }
    }

    /** What is written to stay is written after all that is to be recorded before it in its lane. */
    private void checkKeeping() {
        checkWritable();
        run.awaitPredecessors();
    }

    private interface Call<T extends @Nullable Object> {
        T make() throws SQLException;
    }

    private <T extends @Nullable Object> T inContext(Call<T> call) throws SQLException {
        run.enterContext();
        try {
            return call.make();
        } finally {
            run.leaveContext();
        }
    }
}
