package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Finds the record that a request names by its id or by the values of an alternate key. */
final class RecordTargets {

    private final RequestContext context;
    private final EntityMetadata entity;

    RecordTargets(RequestContext context, EntityMetadata entity) {
        this.context = context;
        this.entity = entity;
    }

    /** The id; 0x80060891 when no record has the values of the key, 0x80040203 when there is neither id nor key. */
    UUID id(Entity target) {
        return find(target)
                .orElseThrow(() -> target.keyAttributes().isEmpty()
                        ? FaultCode.INVALID_ARGUMENT.fault(
                                "The target of " + entity.logicalName() + " has neither an id nor a key.")
                        : FaultCode.RECORD_NOT_FOUND_BY_ENTITY_KEY.fault(
                                "No record of " + entity.logicalName() + " has these values of the key "
                                        + target.keyAttributes().keySet() + "."));
    }

    /** The id that the target has or that its key leads to. */
    Optional<UUID> find(Entity target) {
        UUID id = target.id();
        if (id == null && target.get(entity.primaryIdAttribute()) instanceof UUID carried) {
            id = carried;
        }
        return id != null ? Optional.of(id) : byKey(target.keyAttributes());
    }

    private Optional<UUID> byKey(Map<String, @Nullable Object> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        values.keySet().forEach(entity::attribute);
        if (entity.key(values.keySet()).isEmpty()) {
            throw FaultCode.ENTITY_KEY_NOT_DEFINED.fault(
                    "The attributes " + values.keySet() + " are no key of " + entity.logicalName() + ".");
        }
        Condition all = DSL.trueCondition();
        for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
            all = all.and(equal(entity.attribute(value.getKey()), value.getValue()));
        }
        Field<UUID> id = context.table(entity).id();
        return context.sql()
                .select(id)
                .from(context.table(entity).table())
                .where(all)
                .fetchOptional(id);
    }

    private Condition equal(AttributeMetadata attribute, @Nullable Object value) {
        Object checked = AttributeValues.checked(entity.logicalName(), attribute, value);
        if (checked == null) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The key attribute " + attribute.logicalName() + " needs a value; an empty one names no record.");
        }
        StoredRow row = new StoredRow(new UUID(0, 0));
        row.put(attribute, checked);
        List<Field<?>> columns = RecordTable.columns(attribute);
        if (attribute.type().isText()) {
            return equal(columns.get(1), FoldedText.of((String) checked));
        }
        Condition same = equal(columns.getFirst(), row.columns().get(attribute.columnName()));
        return columns.size() == 1 ? same : same.and(equal(columns.get(1), ((EntityReference) checked).logicalName()));
    }

    private static <T> Condition equal(Field<T> column, @Nullable String text) {
        return column.eq(DSL.val(text).cast(column.getDataType()));
    }
}
