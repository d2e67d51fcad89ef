package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.StateCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says why an operation does not run: every reason that holds, the binding one first. */
final class Explaining {

    private final Reason standing;
    private final HoldReason held;
    /** In the order in which they bind: who is behind others in a lane gets no place of a limit, and so on. */
    private final List<Reason> reasons;

    private final Reason turn;

    Explaining(QueueStore store, RetrySchedule retries) {
        this.standing = new StandingReason(store, retries);
        this.held = new HoldReason(store);
        this.reasons = List.of(
                new LaneReason(store), new LimitReason(store), new RunningLimitReason(store), new NodeReason(store));
        this.turn = new TurnReason(store);
    }

    List<Explanation> explain(AsyncOperation operation, int organization) throws SQLException {
        List<Explanation> all = new ArrayList<>();
        standing.of(operation, organization).ifPresent(all::add);
        if (operation.isCompleted() || operation.state() == StateCode.LOCKED || operation.series()) {
            return all;
        }
        all.addAll(held.of(operation));
        for (Reason reason : reasons) {
            reason.of(operation, organization).ifPresent(all::add);
        }
        // Whose turn it is means something where nothing but the others before it keeps it from running.
        if (all.stream().allMatch(reason -> reason.kind() == Explanation.Kind.ALL_SLOTS_BUSY)) {
            turn.of(operation, organization).ifPresent(all::add);
        }
        return all;
    }
}
