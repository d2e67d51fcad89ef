package io.nightshift.platform.operation;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Move;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Reach;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkTally;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.query.PagingInfo;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Moves all system jobs that a query finds, page by page from the newest to the oldest. Each page, and how far it has come,
 * commit together; so a pause, a crash or another node goes on where it was, and no job is counted twice.
 */
final class FoundMoveHandler implements OperationHandler {

    private static final int PAGE = 500;
    private static final int TRIES = 10;
    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");

    private final OperationQueue queue;
    private final CarriedRequests.Requests requests;

    FoundMoveHandler(OperationQueue queue, CarriedRequests.Requests requests) {
        this.queue = queue;
        this.requests = requests;
    }

    /**
     * How far it has come.
     *
     * @param total how many it meets, which is known from the first page when it was counted whole; else null
     */
    private record Progress(BulkTally tally, @Nullable Integer total) {

        @Nullable
        Integer percent() {
            return total == null ? null : (int) Math.min(99, tally.met() * 100 / Math.max(1, total));
        }
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        FoundMove move = FoundMove.read(operation.data()).before(operation.id(), operation.createdOn());
        Progress progress = new Progress(BulkTally.parse(operation.checkpoint()), null);
        while (!progress.tally().isEnd()) {
            operation.throwIfStopRequested();
            progress = page(operation, move, progress);
            queue.hint();
        }
        return Outcome.succeeded(progress.tally() + ".");
    }

    private Progress page(OperationContext operation, FoundMove move, Progress before) throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                Progress[] after = new Progress[1];
                operation.saveCheckpoint(connection -> {
                    after[0] = moved(operation, connection, move, before);
                    BulkTally tally = after[0].tally();
                    return new OperationContext.Checkpoint(tally.text(), after[0].percent(), tally + ".");
                });
                return after[0];
            } catch (SQLException e) {
                if (tried >= TRIES || e.getSQLState() == null || !RUN_AGAIN.contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private Progress moved(OperationContext operation, Connection connection, FoundMove move, Progress before)
            throws SQLException {
        try {
            RequestContext own = requests.of(connection, operation);
            UUID caller = move.caller();
            RequestContext context = caller == null ? own : own.as(caller).onBehalfOf(own.userId());
            PagingInfo asked = page(before.tally().after());
            EntityCollection page = context.execute(new RetrieveMultipleRequest(move.page(asked)))
                    .required("EntityCollection", EntityCollection.class);
            BulkTally tally = before.tally()
                    .plus(
                            page.moreRecords() ? place(asked.next(page.pagingCookie())) : null,
                            results(operation, context, move, page));
            boolean counted = page.totalRecordCount() >= 0 && !page.totalRecordCountLimitExceeded();
            return new Progress(tally, counted ? Integer.valueOf(page.totalRecordCount()) : before.total());
        } catch (OrganizationServiceFault fault) {
            if (fault.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new ServiceFault(fault.errorCode(), String.valueOf(fault.getMessage()), null, fault);
        } catch (DataAccessException e) {
            throw OrganizationDatabase.sqlException(e);
        }
    }

    private List<MoveResult> results(
            OperationContext operation, RequestContext context, FoundMove move, EntityCollection page)
            throws SQLException {
        EntityMetadata entity = context.entity(AsyncOperation.ENTITY);
        Reach reach =
                context.access().reach(move.move() == Move.DELETE ? AccessRight.DELETE : AccessRight.WRITE, entity);
        List<MoveResult> results = new ArrayList<>();
        // A link to many records finds a job as often as it has of them.
        Set<UUID> open = new LinkedHashSet<>();
        Set<UUID> met = new LinkedHashSet<>();
        for (Entity job : page.entities()) {
            UUID id = job.toEntityReference().id();
            if (!met.add(id)) {
                continue;
            }
            if (reach.holds(named(job, "ownerid"), named(job, "owningbusinessunit"))) {
                open.add(id);
            } else {
                results.add(new MoveResult(
                        id,
                        MoveResult.Kind.REFUSED,
                        null,
                        new ServiceFault(FaultCode.PRIVILEGE_DENIED.code(), "The right to move it is missing.")));
            }
        }
        if (!open.isEmpty()) {
            results.addAll(queue.move(
                            context.connection(),
                            move.move(),
                            operation.organization(),
                            open,
                            move.until(),
                            author(move, operation.id()))
                    .values());
        }
        return results;
    }

    /** Who asked for it, with the operation named in the reason. */
    private static Author author(FoundMove move, UUID operation) {
        String reason = move.author().reason();
        return new Author(move.author().name(), (reason == null ? "" : reason + " ") + "(bulk move " + operation + ")");
    }

    private static @Nullable UUID named(Entity job, String attribute) {
        EntityReference reference = job.get(attribute, EntityReference.class);
        return reference == null ? null : reference.id();
    }

    /** A page in a form that a tally can carry: its number, and the cookie that leads to it. */
    private static String place(PagingInfo page) {
        String cookie = String.valueOf(page.pagingCookie());
        return page.pageNumber() + "." + Base64.getUrlEncoder().encodeToString(cookie.getBytes(StandardCharsets.UTF_8));
    }

    private static PagingInfo page(@Nullable String place) {
        if (place == null) {
            return new PagingInfo(1, PAGE, true, null);
        }
        int dot = place.indexOf('.');
        byte[] cookie = Base64.getUrlDecoder().decode(place.substring(dot + 1));
        return new PagingInfo(
                Integer.parseInt(place.substring(0, dot)), PAGE, false, new String(cookie, StandardCharsets.UTF_8));
    }
}
