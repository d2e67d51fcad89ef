package io.nightshift.platform.query;

import io.nightshift.platform.query.Expression.Column;
import io.nightshift.sdk.Entity;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of sources that are joined: for each alias an entity, or nothing where an outer join found none. */
record MemoryRow(Map<String, @Nullable Entity> entities) {

    static MemoryRow of(String alias, Entity entity) {
        Map<String, @Nullable Entity> entities = new HashMap<>();
        entities.put(alias, entity);
        return new MemoryRow(entities);
    }

    MemoryRow with(String alias, @Nullable Entity entity) {
        Map<String, @Nullable Entity> more = new HashMap<>(entities);
        more.put(alias, entity);
        return new MemoryRow(more);
    }

    /** The value as the entity has it. */
    @Nullable
    Object value(Column column) {
        Entity entity = entities.get(column.alias());
        if (entity == null) {
            return null;
        }
        Object value = entity.get(column.attribute().logicalName());
        return value == null && column.key() ? entity.id() : value;
    }

    /** The value as callers get it: times in whole seconds. */
    @Nullable
    Object shown(Column column) {
        Object value = value(column);
        return value == null || !column.kind().isDate() ? value : column.kind().compared(value);
    }

    /** The value as it is compared and ordered, times to the last digit. */
    @Nullable
    Object key(Column column) {
        return column.kind().ofRecord(value(column));
    }

    /** The same in whole seconds, if it is a time. */
    @Nullable
    Object comparedKey(Column column) {
        Object key = key(column);
        return key == null ? null : column.kind().compared(key);
    }
}
