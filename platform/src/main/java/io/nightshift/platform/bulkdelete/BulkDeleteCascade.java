package io.nightshift.platform.bulkdelete;

import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.record.RecordDeletion;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** When an operation is deleted, its record of a bulk delete goes with it, and the failures with that (facts 2.3). */
public final class BulkDeleteCascade implements Reaction {

    private static final Field<UUID> OPERATION = DSL.field(DSL.name("asyncoperationid"), SQLDataType.UUID);

    @Override
    public Optional<Interest> interest(RequestContext context, String message, String entity) {
        return message.equals("Delete") && entity.equals("asyncoperation")
                ? Optional.of(new Interest(ColumnSet.of(), ColumnSet.of()))
                : Optional.empty();
    }

    @Override
    public void react(RequestContext context, List<RecordEvent> events) {
        EntityMetadata entity = context.entity(BulkDeleteRecords.OPERATION);
        UUID[] operations = events.stream().map(event -> event.record().id()).toArray(UUID[]::new);
        List<UUID> records = context.sql()
                .select(context.table(entity).id())
                .from(context.table(entity).table())
                .where(OPERATION.eq(DSL.any(DSL.val(operations))))
                .fetch(context.table(entity).id());
        if (!records.isEmpty()) {
            new RecordDeletion(context.unrestricted()).delete(entity.logicalName(), records);
        }
    }
}
