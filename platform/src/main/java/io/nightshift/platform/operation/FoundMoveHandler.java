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
    private final int pageSize;

    FoundMoveHandler(OperationQueue queue, CarriedRequests.Requests requests) {
        this(queue, requests, PAGE);
    }

    FoundMoveHandler(OperationQueue queue, CarriedRequests.Requests requests, int pageSize) {
        this.queue = queue;
        this.requests = requests;
        this.pageSize = pageSize;
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        FoundMove move = FoundMove.read(operation.data()).before(operation.id(), operation.createdOn());
        BulkTally tally = BulkTally.parse(operation.checkpoint());
        while (!tally.isEnd()) {
            operation.throwIfStopRequested();
            tally = page(operation, move, tally);
            queue.hint();
        }
        return Outcome.succeeded(tally + ".");
    }

    private BulkTally page(OperationContext operation, FoundMove move, BulkTally tally) throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                BulkTally[] after = new BulkTally[1];
                operation.saveCheckpoint(connection -> {
                    after[0] = moved(operation, connection, move, tally);
                    return new OperationContext.Checkpoint(after[0].text(), null, after[0] + ".");
                });
                return after[0];
            } catch (SQLException e) {
                if (tried >= TRIES || e.getSQLState() == null || !RUN_AGAIN.contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private BulkTally moved(OperationContext operation, Connection connection, FoundMove move, BulkTally tally)
            throws SQLException {
        try {
            RequestContext own = requests.of(connection, operation);
            UUID caller = move.caller();
            RequestContext context = caller == null ? own : own.as(caller).onBehalfOf(own.userId());
            EntityCollection page = context.execute(
                            new RetrieveMultipleRequest(move.page(pageSize, cookie(tally.after()))))
                    .required("EntityCollection", EntityCollection.class);
            return tally.plus(
                    page.moreRecords() ? place(page.pagingCookie()) : null, results(operation, context, move, page));
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

    /** A cookie in a form that a tally can carry. */
    private static String place(@Nullable String cookie) {
        return Base64.getUrlEncoder().encodeToString(String.valueOf(cookie).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String cookie(@Nullable String place) {
        return place == null ? null : new String(Base64.getUrlDecoder().decode(place), StandardCharsets.UTF_8);
    }
}
