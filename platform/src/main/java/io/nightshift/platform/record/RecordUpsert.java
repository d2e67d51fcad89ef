package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import java.util.Optional;
import java.util.UUID;

/** Whether a record is to be changed or created. */
public final class RecordUpsert {

    private final RequestContext context;

    /** Works within this request. */
    public RecordUpsert(RequestContext context) {
        this.context = context;
    }

    /** The record that the target names by its id or alternate key, locked; empty when it is to be created. */
    public Optional<UUID> existing(Entity target) {
        EntityMetadata entity = context.entity(target.logicalName());
        return new RecordTargets(context, entity)
                .find(target)
                .filter(id -> !new RecordLocks(context, entity)
                        .matching(context.table(entity).id().eq(id))
                        .isEmpty());
    }
}
