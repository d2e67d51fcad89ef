package io.nightshift.platform.bulkdelete;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.bulkdelete.BulkDeleteRecords.Told;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.exception.DataAccessException;

/**
 * Carries out a bulk delete. Each page of rows commits together with its failures, the counts, the cursor and the
 * progress; so a pause, a crash or another node goes on where it was, and no row is counted twice.
 */
public final class BulkDeleteHandler implements OperationHandler {

    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");
    private static final int TRIES = 10;

    private final OperationRequests requests;
    private final int pageSize;

    /** @param requests gives each page the context that it works in */
    public BulkDeleteHandler(OperationRequests requests) {
        this(requests, BulkDeletePage.SIZE);
    }

    BulkDeleteHandler(OperationRequests requests, int pageSize) {
        this.requests = requests;
        this.pageSize = pageSize;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException {
        BulkDeleteJob job = BulkDeleteJob.read(context.data());
        try {
            String checkpoint = context.checkpoint();
            BulkDeleteCursor cursor = checkpoint == null ? begin(context, job) : BulkDeleteCursor.read(checkpoint);
            while (cursor.query() <= job.queries().size()) {
                context.throwIfStopRequested();
                cursor = page(context, job, cursor);
            }
            BulkDeleteCursor last = cursor;
            return context.transaction(connection -> end(context, connection, job, last));
        } catch (OrganizationServiceFault e) {
            return new Outcome.Failed(e.errorCode(), String.valueOf(e.getMessage()));
        } catch (DataAccessException e) {
            throw OrganizationDatabase.sqlException(e);
        }
    }

    /** Records that are created from now on are left alone. */
    private BulkDeleteCursor begin(OperationContext context, BulkDeleteJob job) throws SQLException {
        BulkDeleteCursor first = BulkDeleteCursor.first(context.now());
        context.saveCheckpoint(first.write(), 0, null, connection -> {
            BulkDeleteRecords records = new BulkDeleteRecords(requests.of(connection, context));
            boolean recurs = context.type() == OperationType.BULK_DELETE_SUBPROCESS;
            records.make(context.id(), context.name(), job, recurs, null);
            records.save(context.id(), first, job.queries().size(), StatusCode.IN_PROGRESS.code());
        });
        return first;
    }

    private BulkDeleteCursor page(OperationContext context, BulkDeleteJob job, BulkDeleteCursor cursor)
            throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                BulkDeleteCursor[] after = new BulkDeleteCursor[1];
                context.saveCheckpoint(connection -> {
                    after[0] = delete(context, connection, job, cursor);
                    int percent = 100 * after[0].query() / job.queries().size();
                    return new OperationContext.Checkpoint(
                            after[0].write(), Math.min(99, percent), after[0].counts() + ".");
                });
                return after[0];
            } catch (SQLException | DataAccessException e) {
                SQLException sql = e instanceof DataAccessException access
                        ? OrganizationDatabase.sqlException(access)
                        : (SQLException) e;
                if (tried >= TRIES || sql.getSQLState() == null || !RUN_AGAIN.contains(sql.getSQLState())) {
                    throw sql;
                }
            }
        }
    }

    private BulkDeleteCursor delete(
            OperationContext context, Connection connection, BulkDeleteJob job, BulkDeleteCursor cursor)
            throws SQLException {
        RequestContext request = requests.of(connection, context);
        if (cursor.query() == job.queries().size()) {
            BulkDeleteCursor after = again(context, request, job, cursor);
            new BulkDeleteRecords(request)
                    .save(context.id(), after, job.queries().size(), StatusCode.IN_PROGRESS.code());
            return after;
        }
        BulkDeletePage.Done done =
                new BulkDeletePage(request, job.queries().get(cursor.query()), cursor, pageSize).delete();
        BulkDeleteRecords records = new BulkDeleteRecords(request);
        records.add(context.id(), cursor.query(), done.failures());
        records.save(context.id(), done.cursor(), job.queries().size(), StatusCode.IN_PROGRESS.code());
        return done.cursor();
    }

    /** What somebody had locked, or what a record referred to that a later query has deleted, may go now. */
    private BulkDeleteCursor again(
            OperationContext context, RequestContext request, BulkDeleteJob job, BulkDeleteCursor cursor)
            throws SQLException {
        BulkDeleteRecords records = new BulkDeleteRecords(request);
        List<Told> told = cursor.failed() == 0 ? List.of() : records.passing(context.id(), cursor.last(), pageSize);
        List<UUID> over = new ArrayList<>();
        for (int query = 0; query < job.queries().size(); query++) {
            int of = query;
            List<Told> ofQuery =
                    told.stream().filter(each -> each.query() == of).toList();
            if (!ofQuery.isEmpty()) {
                Set<UUID> gone = new BulkDeletePage(request, job.queries().get(query), cursor, pageSize)
                        .deleteAgain(ofQuery.stream().map(Told::record).toList());
                ofQuery.stream().filter(each -> gone.contains(each.record())).forEach(each -> over.add(each.id()));
            }
        }
        records.remove(over);
        return cursor.afterSecondTry(
                told.size() < pageSize ? null : told.getLast().id(), over.size());
    }

    private Outcome end(OperationContext context, Connection connection, BulkDeleteJob job, BulkDeleteCursor cursor)
            throws SQLException {
        RequestContext request = requests.of(connection, context);
        new BulkDeleteRecords(request).save(context.id(), cursor, job.queries().size(), StatusCode.SUCCEEDED.code());
        new BulkDeleteNotice(request, job).send(context.name(), cursor.counts());
        return Outcome.succeeded(cursor.counts() + ".");
    }
}
