package io.nightshift.platform.record;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.Relationship.EntityRole;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Relates records and ends their relations: by pairs for a many-to-many relationship, by the lookup of the many for a
 * one-to-many relationship, from either side.
 */
public final class Associations {

    private final RequestContext context;

    /** Relates records within this request. */
    public Associations(RequestContext context) {
        this.context = context;
    }

    /** Relates these records with the target; 0x80040237 when a pair exists already. */
    public void associate(EntityReference target, Relationship relationship, List<EntityReference> related) {
        ManyToManyRelationshipMetadata pair = context.organization()
                .metadata()
                .manyToMany(relationship.schemaName())
                .orElse(null);
        if (pair == null) {
            link(target, relationship, related, true);
            return;
        }
        boolean first = isFirst(pair, target, relationship, related);
        requireRights(target, related);
        new SecurityChanges(context).check(pair, target, related);
        Field<UUID> own = column(first ? pair.entity1Attribute() : pair.entity2Attribute());
        Field<UUID> other = column(first ? pair.entity2Attribute() : pair.entity1Attribute());
        Field<UUID> key = column(pair.intersectEntityName() + "id");
        Field<Long> version = DSL.field(DSL.name("versionnumber"), SQLDataType.BIGINT);
        Table<Record> table = RecordTable.pairs(context.organization(), pair);
        UUID[] ids =
                related.stream().map(EntityReference::id).sorted().distinct().toArray(UUID[]::new);
        UUID[] keys = related.stream()
                .map(_ -> UuidV7.make(context.now()))
                .limit(ids.length)
                .toArray(UUID[]::new);
        Table<Record> rows =
                DSL.table("unnest({0}, {1})", DSL.val(keys), DSL.val(ids)).as("r", "k", "o");
        int made = context.sql()
                .insertInto(table, key, own, other, version)
                .select(DSL.select(
                                DSL.field(DSL.name("r", "k"), SQLDataType.UUID),
                                DSL.val(target.id()),
                                DSL.field(DSL.name("r", "o"), SQLDataType.UUID),
                                DSL.sequence(
                                                DSL.name(context.organization().schema(), "record$version"),
                                                SQLDataType.BIGINT)
                                        .nextval())
                        .from(rows))
                .onConflictDoNothing()
                .execute();
        if (made < ids.length) {
            throw FaultCode.DUPLICATE_RECORD.fault("The " + target.logicalName() + " " + target.id()
                    + " is related already to one of these records by " + pair.schemaName() + ".");
        }
        SecurityChanges.made(context, pair.intersectEntityName());
        new AuditTrail(context, context.entity(target.logicalName()))
                .related(AuditTrail.Action.ASSOCIATE, target, pair.schemaName(), related);
    }

    /** Ends the relation of these records with the target; one that does not exist is passed over. */
    public void disassociate(EntityReference target, Relationship relationship, List<EntityReference> related) {
        ManyToManyRelationshipMetadata pair = context.organization()
                .metadata()
                .manyToMany(relationship.schemaName())
                .orElse(null);
        if (pair == null) {
            link(target, relationship, related, false);
            return;
        }
        boolean first = isFirst(pair, target, relationship, related);
        List<EntityReference> existing = existing(related);
        requireRights(target, existing);
        context.sql()
                .deleteFrom(RecordTable.pairs(context.organization(), pair))
                .where(column(first ? pair.entity1Attribute() : pair.entity2Attribute())
                        .eq(target.id()))
                .and(Sql.among(
                        column(first ? pair.entity2Attribute() : pair.entity1Attribute()),
                        related.stream().map(EntityReference::id).toList()))
                .execute();
        SecurityChanges.made(context, pair.intersectEntityName());
        new AuditTrail(context, context.entity(target.logicalName()))
                .related(AuditTrail.Action.DISASSOCIATE, target, pair.schemaName(), existing);
    }

    /** To relate takes Append to the target and AppendTo to what it is related with. All exist, and go on to exist. */
    private void requireRights(EntityReference target, List<EntityReference> related) {
        References references = new References(context);
        references.check(List.of(target), AccessRight.APPEND);
        references.check(related, AccessRight.APPEND_TO);
    }

    /** Those of these records that exist: the relation of one that does not is passed over. */
    private List<EntityReference> existing(List<EntityReference> related) {
        if (related.isEmpty()) {
            return related;
        }
        EntityMetadata entity = context.entity(related.getFirst().logicalName());
        Field<UUID> id = context.table(entity).id();
        Set<UUID> found = context.sql()
                .select(id)
                .from(context.table(entity).table())
                .where(Sql.among(id, related.stream().map(EntityReference::id).toList()))
                .fetchSet(id);
        return related.stream().filter(one -> found.contains(one.id())).toList();
    }

    private static boolean isFirst(
            ManyToManyRelationshipMetadata pair,
            EntityReference target,
            Relationship relationship,
            List<EntityReference> related) {
        boolean oneself = pair.entity1().equals(pair.entity2());
        boolean first = oneself
                ? relationship.primaryEntityRole() != EntityRole.REFERENCED
                : pair.entity1().equals(target.logicalName());
        String mine = first ? pair.entity1() : pair.entity2();
        String theirs = first ? pair.entity2() : pair.entity1();
        if (!mine.equals(target.logicalName())
                || related.stream().anyMatch(one -> !one.logicalName().equals(theirs))) {
            throw mismatch(relationship, pair.entity1(), pair.entity2());
        }
        return first;
    }

    private static RuntimeException mismatch(Relationship relationship, String one, String other) {
        return FaultCode.INVALID_RELATIONSHIP_TYPE.fault("The relationship " + relationship.schemaName() + " relates "
                + one + " with " + other + "; the records given are of other entities.");
    }

    /** The lookup of the many is set to the one, or emptied where it names the one. */
    private void link(EntityReference target, Relationship relationship, List<EntityReference> related, boolean set) {
        OneToManyRelationshipMetadata found = context.organization()
                .metadata()
                .oneToMany(relationship.schemaName())
                .orElseThrow(() -> FaultCode.INVALID_RELATIONSHIP_TYPE.fault(
                        "There is no relationship of that name; look at the relationships of " + target.logicalName()
                                + "."));
        boolean oneself = found.referencedEntity().equals(found.referencingEntity());
        boolean targetIsOne = oneself
                ? relationship.primaryEntityRole() != EntityRole.REFERENCING
                : found.referencedEntity().equals(target.logicalName());
        String mine = targetIsOne ? found.referencedEntity() : found.referencingEntity();
        String theirs = targetIsOne ? found.referencingEntity() : found.referencedEntity();
        if (!mine.equals(target.logicalName())
                || related.stream().anyMatch(one -> !one.logicalName().equals(theirs))
                || (!targetIsOne && related.size() > 1)) {
            throw mismatch(relationship, found.referencedEntity(), found.referencingEntity());
        }
        if (related.isEmpty()) {
            return;
        }
        EntityReference one = targetIsOne ? target : related.getFirst();
        List<EntityReference> many = targetIsOne ? related : List.of(target);
        List<EntityReference> concerned = set ? many : linked(found, one, many);
        List<Entity> changes = concerned.stream()
                .map(each ->
                        new Entity(each.logicalName(), each.id()).set(found.referencingAttribute(), set ? one : null))
                .toList();
        new RecordUpdate(context).update(found.referencingEntity(), changes, ConcurrencyBehavior.ALWAYS_OVERWRITE);
    }

    /** Those of the many that refer to the one now. */
    private List<EntityReference> linked(
            OneToManyRelationshipMetadata relationship, EntityReference one, List<EntityReference> many) {
        EntityMetadata entity = context.entity(relationship.referencingEntity());
        Map<UUID, EntityReference> byId =
                many.stream().collect(Collectors.toMap(EntityReference::id, each -> each, (a, b) -> a));
        return new RecordLocks(context, entity)
                        .matching(new ReferencingRecords(context, relationship)
                                .to(List.of(one.id()))
                                .and(Sql.among(context.table(entity).id(), byId.keySet())))
                        .keySet()
                        .stream()
                        .<@Nullable EntityReference>map(byId::get)
                        .filter(each -> each != null)
                        .map(each -> new EntityReference(each.logicalName(), each.id()))
                        .toList();
    }

    private static Field<UUID> column(String name) {
        return DSL.field(DSL.name(name), SQLDataType.UUID);
    }
}
