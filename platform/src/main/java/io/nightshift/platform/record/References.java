package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeMetadata.Access;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.OwnerColumns;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Sees to it that every reference that is written names a record that exists, and goes on to exist until the end of the
 * transaction: the record is locked against deletion, not against changes.
 */
final class References {

    private final RequestContext context;

    References(RequestContext context) {
        this.context = context;
    }

    /**
     * Checks the references of these rows.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040217 for one that leads nowhere, 0x80040220 for one to a
     *     record that the caller may not append to
     */
    void check(EntityMetadata entity, List<StoredRow> rows) {
        Set<UUID> own = rows.stream().map(StoredRow::id).collect(Collectors.toSet());
        Set<EntityReference> all = new LinkedHashSet<>();
        Set<EntityReference> links = new HashSet<>();
        for (StoredRow row : rows) {
            for (AttributeMetadata attribute : row.attributes().values()) {
                // The caller is looked up as an owner anyway: to lock that row with every write would cost all. And a
                // record may refer to one that the same statement writes.
                if (attribute.type().isReference()
                        && attribute.access() != Access.READ
                        && row.value(attribute.logicalName()) instanceof EntityReference reference
                        && !reference.equals(context.user())
                        && !(reference.logicalName().equals(entity.logicalName()) && own.contains(reference.id()))) {
                    all.add(reference);
                    if (RowAccess.isLink(attribute)) {
                        links.add(reference);
                    }
                }
            }
        }
        check(all, AccessRight.APPEND_TO, links::contains);
    }

    /** Checks these references, to each of which the caller needs the right. */
    void check(Collection<EntityReference> references, AccessRight right) {
        check(references, right, _ -> true);
    }

    /** Entity by entity, each in the order of the ids. */
    private void check(
            Collection<EntityReference> references, AccessRight right, Predicate<EntityReference> needsRight) {
        Map<String, Map<UUID, EntityReference>> byEntity = new TreeMap<>();
        for (EntityReference reference : references) {
            byEntity.computeIfAbsent(reference.logicalName(), _ -> new TreeMap<>())
                    .put(reference.id(), reference);
        }
        byEntity.forEach((name, byId) -> {
            EntityMetadata entity = context.entity(name);
            Reach reach = context.access().reach(right, entity);
            Map<UUID, Record> found = locked(entity, byId.keySet(), reach);
            byId.forEach((id, reference) -> {
                Record row = found.get(id);
                if (row == null) {
                    throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                            "The " + name + " with the id " + id + " does not exist.");
                }
                if (needsRight.test(reference) && !holds(reach, entity, row)) {
                    throw context.access().denied(right, entity, id);
                }
            });
        });
    }

    /** The columns that say whose a record is are read only where they matter. */
    private Map<UUID, Record> locked(EntityMetadata entity, Set<UUID> ids, Reach reach) {
        Field<UUID> id = context.table(entity).id();
        Set<Field<?>> fields = new LinkedHashSet<>(List.of(id));
        if (!(reach instanceof Reach.All)) {
            OwnerColumns columns = OwnerColumns.of(entity);
            Stream.of(columns.owner(), columns.unit())
                    .filter(Objects::nonNull)
                    .forEach(column -> fields.add(DSL.field(DSL.name(column), SQLDataType.UUID)));
        }
        Map<UUID, Record> found = new HashMap<>();
        var existing = context.sql()
                .select(fields)
                .from(context.table(entity).table())
                .where(Sql.among(id, ids))
                .orderBy(id);
        // The records of a virtual entity come and go by rules of their own; nothing here can hold them.
        (entity.virtual() ? existing : existing.forKeyShare()).forEach(row -> found.put(row.get(id), row));
        return found;
    }

    private static boolean holds(Reach reach, EntityMetadata entity, Record row) {
        if (reach instanceof Reach.All) {
            return true;
        }
        OwnerColumns columns = OwnerColumns.of(entity);
        String owner = columns.owner();
        String unit = columns.unit();
        return reach.holds(
                owner == null ? null : row.get(owner, UUID.class), unit == null ? null : row.get(unit, UUID.class));
    }
}
