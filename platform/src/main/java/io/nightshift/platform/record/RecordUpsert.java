package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Changes a record, or creates it when there is none. */
public final class RecordUpsert {

    /** What became of it. */
    public record Result(boolean created, EntityReference record) {}

    private final RequestContext context;

    /** Works within this request. */
    public RecordUpsert(RequestContext context) {
        this.context = context;
    }

    /** Changes the record that the target names by its id or alternate key; where there is none, creates it with both. */
    public Result upsert(Entity target) {
        EntityMetadata entity = context.entity(target.logicalName());
        Optional<UUID> id = new RecordTargets(context, entity).find(target);
        boolean there = id.isPresent()
                && !new RecordLocks(context, entity)
                        .matching(context.table(entity).id().eq(id.get()))
                        .isEmpty();
        if (there) {
            new RecordUpdate(context).update(target.logicalName(), List.of(target), ConcurrencyBehavior.DEFAULT);
            return new Result(false, new EntityReference(target.logicalName(), id.get()));
        }
        UUID made = new RecordCreation(context)
                .create(target.logicalName(), List.of(target))
                .getFirst();
        return new Result(true, new EntityReference(target.logicalName(), made));
    }
}
