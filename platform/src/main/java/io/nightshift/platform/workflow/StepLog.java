package io.nightshift.platform.workflow;

import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** What the log of an instance says last, and what a person adds to it. */
final class StepLog {

    /** The activity of a row by which a person passes over a step. */
    static final String SKIP = "skip";

    private StepLog() {}

    static Optional<Entity> last(RequestContext user, UUID operation) {
        RequestContext context = user.unrestricted();
        RecordTable table = context.table(context.entity(WorkflowLog.ENTITY));
        List<UUID> newest = context.sql()
                .select(table.id())
                .from(table.table())
                .where(DSL.field(DSL.name("asyncoperationid"), SQLDataType.UUID).eq(operation))
                .orderBy(table.id().desc())
                .limit(1)
                .fetch(table.id());
        return new RecordReader(context)
                        .byIds(
                                WorkflowLog.ENTITY,
                                newest,
                                ColumnSet.of("stepname", "activityname", "status", "workflowid", "iterationcount"))
                        .stream()
                        .findFirst();
    }

    /** A row by which a person passes over the step of another row. */
    static void skip(RequestContext context, UUID operation, Entity failed, String message) {
        new RecordCreation(context.unrestricted())
                .create(
                        WorkflowLog.ENTITY,
                        List.of(new Entity(WorkflowLog.ENTITY)
                                .set("asyncoperationid", operation)
                                .set("workflowid", failed.get("workflowid"))
                                .set("stepname", failed.get("stepname"))
                                .set("activityname", SKIP)
                                .set("iterationcount", failed.get("iterationcount"))
                                .set("status", new OptionSetValue(WorkflowLog.CANCELED))
                                .set("startedon", context.now())
                                .set("completedon", context.now())
                                .set("message", message)));
    }

    static int status(Entity row) {
        OptionSetValue status = row.get("status", OptionSetValue.class);
        return status == null ? 0 : status.value();
    }

    /** The step that a person has just asked to pass over; null for none. */
    static @Nullable String skipped(RequestContext context, UUID operation) {
        return last(context, operation)
                .filter(row -> SKIP.equals(row.get("activityname")))
                .map(row -> row.get("stepname", String.class))
                .orElse(null);
    }
}
