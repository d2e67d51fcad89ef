package io.nightshift.platform.bulkdelete;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RecordDeletion;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records of a bulk delete that people look at: one of the whole, and one for each record that could not be deleted. */
final class BulkDeleteRecords {

    static final String OPERATION = "bulkdeleteoperation";
    static final String FAILURE = "bulkdeletefailure";

    private static final int LONGEST_DESCRIPTION = 512;

    private final RequestContext context;

    /** Within a request: what the platform tells of a bulk delete does not depend on what its owner may create. */
    BulkDeleteRecords(RequestContext context) {
        this.context = context.unrestricted();
    }

    /** A record that could not be deleted, and why. */
    record Failure(EntityReference record, int code, String description) {}

    /**
     * A failure that was told and may be over now.
     *
     * @param id of the record that tells it
     * @param record the id of the one that could not be deleted
     * @param query the index of the query that found it
     */
    record Told(UUID id, UUID record, int query) {}

    /** The id of the record of this operation: an operation that runs again after a crash finds the same. */
    static UUID id(UUID operationId) {
        return UuidV7.derived(operationId, Objects.requireNonNullElse(UuidV7.timeOf(operationId), Instant.EPOCH));
    }

    /** Makes the record of an operation unless there is one. */
    void make(UUID operationId, String name, BulkDeleteJob job, boolean recurs, @Nullable Instant nextRun) {
        UUID id = id(operationId);
        if (new RecordReader(context)
                .byIds(OPERATION, List.of(id), ColumnSet.of())
                .isEmpty()) {
            new RecordCreation(context)
                    .maintained()
                    .create(
                            OPERATION,
                            List.of(new Entity(OPERATION, id)
                                    .set("name", name)
                                    .set("asyncoperationid", new EntityReference("asyncoperation", operationId))
                                    .set("isrecurring", recurs)
                                    .set("nextrun", nextRun)
                                    .set("orderedquerysetxml", job.querySetXml())
                                    .set("processingqeindex", 0)
                                    .set("successcount", 0)
                                    .set("failurecount", 0)));
        }
    }

    /** Writes how far it has come. A record that somebody has deleted meanwhile stays deleted, and the work goes on. */
    void save(UUID operationId, BulkDeleteCursor cursor, int queries, int status) {
        UUID id = id(operationId);
        if (new RecordReader(context)
                .byIds(OPERATION, List.of(id), ColumnSet.of())
                .isEmpty()) {
            return;
        }
        new RecordUpdate(context)
                .maintained()
                .update(
                        OPERATION,
                        List.of(new Entity(OPERATION, id)
                                .set("processingqeindex", Math.min(cursor.query(), queries - 1))
                                .set("successcount", cursor.deleted())
                                .set("failurecount", cursor.failed())
                                .set("statecode", new OptionSetValue(status / 10))
                                .set("statuscode", new OptionSetValue(status))),
                        ConcurrencyBehavior.ALWAYS_OVERWRITE);
    }

    void add(UUID operationId, int query, List<Failure> failures) {
        if (failures.isEmpty()
                || new RecordReader(context)
                        .byIds(OPERATION, List.of(id(operationId)), ColumnSet.of())
                        .isEmpty()) {
            return;
        }
        List<Entity> records = new ArrayList<>(failures.size());
        for (Failure failure : failures) {
            records.add(new Entity(FAILURE)
                    .set("asyncoperationid", new EntityReference("asyncoperation", operationId))
                    .set("bulkdeleteoperationid", new EntityReference(OPERATION, id(operationId)))
                    .set("regardingobjectid", failure.record())
                    .set("errornumber", failure.code())
                    .set("errordescription", shortened(failure.description()))
                    .set("orderedqueryindex", query));
        }
        new RecordCreation(context).maintained().create(FAILURE, records);
    }

    /** Failures whose reason may have gone since: somebody had a lock, or something referred to the record. By their ids. */
    List<Told> passing(UUID operationId, @Nullable UUID after, int most) {
        String id = context.entity(FAILURE).primaryIdAttribute();
        QueryExpression wanted = new QueryExpression(FAILURE, "regardingobjectid", "orderedqueryindex")
                .where("asyncoperationid", ConditionOperator.EQUAL, operationId)
                .where(
                        "errornumber",
                        ConditionOperator.IN,
                        FaultCode.LOCK_NOT_OBTAINED.code(),
                        FaultCode.CANNOT_DELETE_DUE_TO_ASSOCIATION.code())
                .orderBy(id, OrderType.ASCENDING)
                .top(most);
        return context
                .execute(new RetrieveMultipleRequest(
                        after == null ? wanted : wanted.where(id, ConditionOperator.GREATER_THAN, after)))
                .required("EntityCollection", EntityCollection.class)
                .entities()
                .stream()
                .map(failure -> new Told(
                        Objects.requireNonNull(failure.id()),
                        Objects.requireNonNull(failure.get("regardingobjectid", EntityReference.class))
                                .id(),
                        Objects.requireNonNull(failure.get("orderedqueryindex", Integer.class))))
                .toList();
    }

    /** Takes back what is not true any more. */
    void remove(List<UUID> failures) {
        if (!failures.isEmpty()) {
            new RecordDeletion(context).delete(FAILURE, failures);
        }
    }

    private static String shortened(String text) {
        String storable = text.replace('\0', ' ');
        return storable.length() <= LONGEST_DESCRIPTION
                ? storable
                : storable.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }
}
