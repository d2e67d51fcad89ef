package io.nightshift.execution;

import io.nightshift.operation.Outcome;
import io.nightshift.queue.BulkMoves;
import io.nightshift.queue.BulkTally;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Runs bulk moves. Each page, and how far it has come, commit together; so a pause, a crash or another node goes on where it
 * was, and no operation is counted twice.
 */
final class BulkMoveHandler implements OperationHandler {

    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");
    private static final int TRIES = 10;

    private final BulkMoves bulkMoves;

    BulkMoveHandler(BulkMoves bulkMoves) {
        this.bulkMoves = bulkMoves;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException {
        BulkMoves.Work work =
                bulkMoves.resume(context.id(), context.organization(), context.data(), context.checkpoint());
        long total = work.tally().met() + work.total();
        Optional<BulkMoves.Page> page = work.next();
        while (page.isPresent()) {
            context.throwIfStopRequested();
            step(context, work, page.get(), total);
            context.queue().hint();
            page = work.next();
        }
        bulkMoves.ended(context.id());
        return Outcome.succeeded(work.tally() + ".");
    }

    private static void step(OperationContext context, BulkMoves.Work work, BulkMoves.Page page, long total)
            throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                BulkTally[] after = new BulkTally[1];
                context.saveCheckpoint(connection -> {
                    after[0] = work.move(connection, page);
                    int percent = (int) Math.min(99, after[0].met() * 100 / Math.max(1, total));
                    return new OperationContext.Checkpoint(after[0].text(), percent, after[0] + ".");
                });
                work.moved(after[0]);
                return;
            } catch (SQLException e) {
                if (tried >= TRIES || e.getSQLState() == null || !RUN_AGAIN.contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }
}
