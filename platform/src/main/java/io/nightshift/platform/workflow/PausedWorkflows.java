package io.nightshift.platform.workflow;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.Hold;
import io.nightshift.queue.Search;
import io.nightshift.queue.SearchField;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a pause of all workflows has suspended: a hold on their type lets nothing of them start, and ends those that run at
 * their next step with 0x80045017. Who lifts it is told how many these are, and may let them go on. Thread-safe.
 */
public final class PausedWorkflows {

    private final AsyncService service;

    public PausedWorkflows(AsyncService service) {
        this.service = service;
    }

    /** Whether a hold pauses workflows as such. */
    public static boolean isPause(Hold hold) {
        return hold.target().type() == OperationType.WORKFLOW;
    }

    /** How many instances wait because of a pause like this one: exact to {@link io.nightshift.queue.BulkMoves#DRY_RUN_CAP}. */
    public long suspended(Hold hold) throws SQLException {
        long suspended = 0;
        for (String organization : organizations(hold)) {
            suspended += service.bulkMoves()
                    .dryRun(resume(organization, Author.of("count")), false)
                    .matching();
        }
        return suspended;
    }

    /**
     * Lets them go on, in the background.
     *
     * @param author who does so, kept with each of them
     * @return the operations that do it, one for each organization that has any
     */
    public List<UUID> resume(Hold hold, Author author) throws SQLException {
        List<UUID> operations = new ArrayList<>();
        for (String organization : organizations(hold)) {
            BulkMove resume = resume(organization, author);
            if (service.bulkMoves().dryRun(resume, false).matching() > 0) {
                operations.add(service.bulkMoves().start(resume, false));
            }
        }
        return operations;
    }

    private static BulkMove resume(String organization, Author author) {
        Search search = Search.all()
                .in(organization)
                .types(Set.of(OperationType.WORKFLOW))
                .causes(Set.of(Cause.PERSON))
                .where(SearchField.ERROR, List.of(Integer.toString(ErrorCode.WORKFLOW_SYSTEM_PAUSED.code())));
        return new BulkMove(search, Move.RESUME, null, author);
    }

    private List<String> organizations(Hold hold) throws SQLException {
        String one = hold.target().organization();
        return one == null ? service.queue().organizations().all() : List.of(one);
    }
}
