package io.nightshift.platform.bulkdelete;

import io.nightshift.execution.StopRequested;
import io.nightshift.platform.bulkdelete.BulkDeleteRecords.Failure;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes locked records of one entity: all with one message, and where that is refused in halves, down to the rows that
 * are to blame. Each try is undone to its savepoint when it fails.
 */
final class RowByRow {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final RequestContext context;
    private final String entity;
    private final List<Failure> failures;

    /** @param failures where the rows that could not be deleted are added */
    RowByRow(RequestContext context, String entity, List<Failure> failures) {
        this.context = context;
        this.entity = entity;
        this.failures = failures;
    }

    /** Answers how many of them are gone. */
    int delete(List<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        Savepoint before = context.connection().setSavepoint();
        try {
            context.execute(new DeleteMultipleRequest(
                    ids.stream().map(id -> new EntityReference(entity, id)).toList()));
            context.connection().releaseSavepoint(before);
            return ids.size();
        } catch (StopRequested e) {
            throw e;
        } catch (RuntimeException e) {
            SQLException sql = sqlException(e);
            if (sql != null && !isAboutTheRow(sql)) {
                throw e;
            }
            context.connection().rollback(before);
            context.connection().releaseSavepoint(before);
            if (ids.size() > 1) {
                int half = ids.size() / 2;
                return delete(ids.subList(0, half)) + delete(ids.subList(half, ids.size()));
            }
            return one(ids.getFirst(), e, sql);
        }
    }

    private int one(UUID id, RuntimeException e, @Nullable SQLException sql) {
        if (e instanceof OrganizationServiceFault fault && fault.is(FaultCode.OBJECT_DOES_NOT_EXIST) && isGone(id)) {
            // It was ours, so a row that we deleted before has taken it along; but operations nobody locks.
            return context.entity(entity).virtual() ? 0 : 1;
        }
        failures.add(failure(new EntityReference(entity, id), e, sql));
        return 0;
    }

    private boolean isGone(UUID id) {
        var column = context.table(context.entity(entity)).id();
        return context.sql()
                .select(column)
                .from(context.table(context.entity(entity)).table())
                .where(column.eq(id))
                .fetch()
                .isEmpty();
    }

    private static Failure failure(EntityReference record, RuntimeException e, @Nullable SQLException sql) {
        if (sql != null) {
            return LOCK_NOT_AVAILABLE.equals(sql.getSQLState())
                    ? new Failure(
                            record,
                            FaultCode.LOCK_NOT_OBTAINED.code(),
                            "A record that belongs to it is in use by another transaction.")
                    : new Failure(
                            record,
                            FaultCode.UNEXPECTED.code(),
                            "PostgreSQL refused to delete it with the state " + sql.getSQLState() + ".");
        }
        return e instanceof OrganizationServiceFault fault
                ? new Failure(record, fault.errorCode(), String.valueOf(fault.getMessage()))
                : new Failure(
                        record,
                        FaultCode.BULK_DELETE_RECORD_DELETION_FAILURE.code(),
                        e.getClass().getName() + ": " + e.getMessage());
    }

    private static @Nullable SQLException sqlException(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** What is wrong with the row's data or a lock; not what ends the transaction or the connection. */
    private static boolean isAboutTheRow(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22")
                || state.startsWith("23")
                || state.startsWith("P0")
                || state.equals(LOCK_NOT_AVAILABLE);
    }
}
