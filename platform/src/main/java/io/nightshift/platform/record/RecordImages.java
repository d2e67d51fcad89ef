package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.query.ColumnSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Records as they are before and after a message; one statement for all of them. */
public final class RecordImages {

    private final RequestContext context;

    /** Images within this request. */
    public RecordImages(RequestContext context) {
        this.context = context;
    }

    /** The id that a target has or that its alternate key leads to; 0x80060891 when no record has the key's values. */
    public UUID id(Entity target) {
        return new RecordTargets(context, context.entity(target.logicalName())).id(target);
    }

    /** The records before they are changed: locked, so that they stay so until then; 0x80040217 when one does not exist. */
    public Map<UUID, Entity> before(String entity, Collection<UUID> ids, ColumnSet columns) {
        EntityMetadata metadata = context.entity(entity);
        if (!metadata.virtual()) {
            new RecordLocks(context, metadata).all(ids);
        }
        return read(entity, ids, columns);
    }

    /** The records as they are; those that do not exist are left out. */
    public Map<UUID, Entity> read(String entity, Collection<UUID> ids, ColumnSet columns) {
        Map<UUID, Entity> images = new HashMap<>();
        for (Entity record : new RecordReader(context).byIds(entity, List.copyOf(ids), columns)) {
            images.put(Objects.requireNonNull(record.id()), record);
        }
        return images;
    }
}
