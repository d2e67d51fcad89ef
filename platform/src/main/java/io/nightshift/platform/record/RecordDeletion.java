package io.nightshift.platform.record;

import io.nightshift.platform.metadata.CascadeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.FaultCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Deletes records with everything their relationships say: children go too, links are taken away, and where a
 * relationship restricts it nothing is deleted at all.
 *
 * <p>A record is locked before those that refer to it are looked for; who wants to refer to it meanwhile waits, and then
 * finds it gone.
 */
public final class RecordDeletion {

    private final RequestContext context;
    private final Map<String, Set<UUID>> deleted = new HashMap<>();

    /** Deletes records within this request. */
    public RecordDeletion(RequestContext context) {
        this.context = context;
    }

    /** Deletes these records; 0x80040217 when one does not exist. */
    public void delete(String entityName, Collection<UUID> ids) {
        EntityMetadata entity = context.entity(entityName);
        Set<UUID> wanted = new TreeSet<>(ids);
        new RecordLocks(context, entity).all(wanted, AccessRight.DELETE);
        locked(entity, wanted);
    }

    /** Deletes a record if it has this version. */
    public void delete(String entityName, UUID id, @Nullable String rowVersion, ConcurrencyBehavior concurrency) {
        EntityMetadata entity = context.entity(entityName);
        LockedRecord record = new RecordLocks(context, entity)
                .all(List.of(id), AccessRight.DELETE)
                .values()
                .iterator()
                .next();
        RecordUpdate.checkVersion(entityName, rowVersion, record, concurrency);
        locked(entity, Set.of(id));
    }

    private void locked(EntityMetadata entity, Set<UUID> ids) {
        Set<UUID> before = deleted.computeIfAbsent(entity.logicalName(), _ -> new HashSet<>());
        Set<UUID> fresh = new TreeSet<>(ids);
        fresh.removeAll(before);
        if (fresh.isEmpty()) {
            return;
        }
        before.addAll(fresh);
        List<OneToManyRelationshipMetadata> relationships =
                context.organization().metadata().referencing(entity.logicalName());
        relationships.stream()
                .filter(relationship -> relationship.cascade().delete() == CascadeType.CASCADE)
                .forEach(relationship -> {
                    EntityMetadata child = context.entity(relationship.referencingEntity());
                    Condition children = new ReferencingRecords(context, relationship).to(fresh);
                    RecordLocks locks = new RecordLocks(context, child);
                    Map<UUID, LockedRecord> found = locks.matching(children);
                    // Who may not delete a child cannot delete it by its parent either.
                    locks.require(AccessRight.DELETE, found.values());
                    locked(child, found.keySet());
                });
        // The children are gone; what still refers to the records keeps them or loses its link.
        for (OneToManyRelationshipMetadata relationship : relationships) {
            switch (relationship.cascade().delete()) {
                case RESTRICT -> refuse(relationship, fresh);
                case REMOVE_LINK -> unlink(relationship, fresh);
                case CASCADE, NO_CASCADE, ACTIVE, USER_OWNED -> {}
            }
        }
        unpair(entity, fresh);
        SecurityChanges.refuseDeletion(context, entity, fresh);
        new RowStatements(context, entity).delete(fresh);
    }

    private void refuse(OneToManyRelationshipMetadata relationship, Set<UUID> ids) {
        EntityMetadata child = context.entity(relationship.referencingEntity());
        Field<UUID> id = context.table(child).id();
        // What is being deleted further up, in a ring of references, does not count.
        Set<UUID> going = deleted.getOrDefault(child.logicalName(), Set.of());
        UUID held = context.sql()
                .select(id)
                .from(context.table(child).table())
                .where(new ReferencingRecords(context, relationship).to(ids))
                .and(Sql.among(id, going).not())
                .limit(1)
                .fetchOne(id);
        if (held != null) {
            throw FaultCode.CANNOT_DELETE_DUE_TO_ASSOCIATION.fault("The " + relationship.referencedEntity()
                    + " cannot be deleted while the " + child.logicalName() + " " + held + " refers to it by "
                    + relationship.referencingAttribute() + ".");
        }
    }

    private void unlink(OneToManyRelationshipMetadata relationship, Set<UUID> ids) {
        EntityMetadata child = context.entity(relationship.referencingEntity());
        List<StoredRow> rows = new RecordLocks(context, child)
                .matching(new ReferencingRecords(context, relationship).to(ids)).keySet().stream()
                        .filter(id -> !deleted.getOrDefault(child.logicalName(), Set.of())
                                .contains(id))
                        .map(StoredRow::new)
                        .toList();
        rows.forEach(row -> row.put(child.attribute(relationship.referencingAttribute()), null));
        if (!rows.isEmpty()) {
            new RowStatements(context, child).update(rows);
        }
    }

    private void unpair(EntityMetadata entity, Set<UUID> ids) {
        for (ManyToManyRelationshipMetadata pair :
                context.organization().metadata().manyToMany()) {
            if (pair.entity1().equals(entity.logicalName())) {
                unpair(pair, pair.entity1Attribute(), ids);
            }
            if (pair.entity2().equals(entity.logicalName())) {
                unpair(pair, pair.entity2Attribute(), ids);
            }
        }
    }

    private void unpair(ManyToManyRelationshipMetadata pair, String column, Set<UUID> ids) {
        context.sql()
                .deleteFrom(RecordTable.pairs(context.organization(), pair))
                .where(Sql.among(DSL.field(DSL.name(column), SQLDataType.UUID), ids))
                .execute();
        SecurityChanges.made(context, pair.intersectEntityName());
    }
}
