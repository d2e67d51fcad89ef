package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.CascadeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Merges a record into another of its entity: what the relationships say goes over, one statement for each however many
 * rows that are, and the subordinate is deactivated, with the master's id.
 *
 * <p>Both records are locked first, so that nobody can attach anything to the subordinate any more. The rows that go over
 * raise no events of their own; the update of the master and the deactivation do.
 */
public final class RecordMerge {

    /** Longer chains of parents than this are taken for a ring. */
    private static final int LONGEST_CHAIN = 1000;

    private final RequestContext context;
    private final EntityMetadata entity;

    /** Merges records of this entity within this request; 0x80040315 when its records cannot be merged. */
    public RecordMerge(RequestContext context, String entityName) {
        this.context = context;
        this.entity = context.entity(entityName);
        if (!entity.hasState()
                || entity.find("masterid").isEmpty()
                || entity.find("merged").isEmpty()) {
            throw FaultCode.NOT_SUPPORTED.fault(
                    "Records of " + entityName + " cannot be merged; accounts, contacts" + " and leads can.");
        }
    }

    /**
     * Merges one record into another.
     *
     * @param content what the master takes over, or null
     * @param checksParents whether a change of the subordinate's parent is refused
     */
    public void merge(UUID master, UUID subordinate, @Nullable Entity content, boolean checksParents) {
        if (master.equals(subordinate)) {
            throw FaultCode.MERGE_ENTITIES_IDENTICAL.fault(
                    "The " + name() + " " + master + " cannot be merged with itself.");
        }
        for (LockedRecord record : new RecordLocks(context, entity)
                .all(new TreeSet<>(List.of(master, subordinate)), AccessRight.WRITE)
                .values()) {
            if (record.state() != 0) {
                throw FaultCode.MERGE_ENTITY_NOT_ACTIVE.fault(
                        "The " + name() + " " + record.id() + " is not active; activate it before it is merged.");
            }
        }
        checkParents(master, subordinate, content, checksParents);
        EntityReference target = new EntityReference(name(), master);
        if (content != null && !content.attributes().isEmpty()) {
            context.execute(new UpdateRequest(addressed(content, master)));
        }
        for (OneToManyRelationshipMetadata relationship :
                context.organization().metadata().referencing(name())) {
            EntityMetadata child = context.entity(relationship.referencingEntity());
            if (relationship.cascade().merge() == CascadeType.CASCADE && !child.virtual()) {
                WriteFailures.explained(context, child, () -> hand(relationship, child, subordinate, target));
            }
        }
        for (ManyToManyRelationshipMetadata pair :
                context.organization().metadata().manyToMany()) {
            if (pair.entity1().equals(name())) {
                pair(pair, pair.entity1Attribute(), pair.entity2Attribute(), subordinate, master);
            }
            if (pair.entity2().equals(name())) {
                pair(pair, pair.entity2Attribute(), pair.entity1Attribute(), subordinate, master);
            }
        }
        deactivate(subordinate, target);
    }

    private String name() {
        return entity.logicalName();
    }

    private Entity addressed(Entity content, UUID master) {
        if (!content.logicalName().equals(name())
                || (content.id() != null && !content.id().equals(master))) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "UpdateContent is about another record than the target of the merge.");
        }
        Entity update = new Entity(name(), master);
        content.attributes().forEach((attribute, value) -> {
            if (!attribute.equals(entity.primaryIdAttribute())) {
                update.set(attribute, value);
            }
        });
        return update;
    }

    /** The lookups by which a record of this entity hangs below another. */
    private List<AttributeMetadata> parents() {
        Set<AttributeMetadata> parents = new HashSet<>();
        for (OneToManyRelationshipMetadata relationship : entity.manyToOne()) {
            if (relationship.cascade().merge() == CascadeType.CASCADE) {
                parents.add(entity.attribute(relationship.referencingAttribute()));
            }
        }
        return List.copyOf(parents);
    }

    private void checkParents(UUID master, UUID subordinate, @Nullable Entity content, boolean compares) {
        for (AttributeMetadata lookup : parents()) {
            String attribute = lookup.logicalName();
            EntityReference had = parent(subordinate, lookup);
            EntityReference has = content != null && content.contains(attribute)
                    ? content.get(attribute) instanceof EntityReference given ? given : null
                    : parent(master, lookup);
            if (compares && had != null && has == null) {
                throw FaultCode.MERGE_LOSS_OF_PARENTING.fault("The subordinate has a parent by " + attribute
                        + " and the target has none; give it one, or merge without checks.");
            }
            if (compares && had != null && !had.equals(has) && !had.id().equals(master)) {
                throw FaultCode.MERGE_DIFFERENTLY_PARENTED.fault("The target and the subordinate have different"
                        + " parents by " + attribute + "; make them the same, or merge without checks.");
            }
            checkRing(master, subordinate, lookup, has);
        }
    }

    /** What hangs below the subordinate will hang below the master: if the master itself does, it would be its own parent. */
    private void checkRing(UUID master, UUID subordinate, AttributeMetadata lookup, @Nullable EntityReference first) {
        Set<UUID> above = new HashSet<>();
        EntityReference next = first;
        while (next != null && next.logicalName().equals(name())) {
            UUID id = next.id();
            if (id.equals(subordinate) || id.equals(master) || above.size() == LONGEST_CHAIN) {
                throw FaultCode.MERGE_CYCLICAL_PARENTING.fault("The target hangs below the subordinate by "
                        + lookup.logicalName()
                        + ", so it would become its own parent; give it another parent first.");
            }
            next = above.add(id) ? parent(id, lookup) : null;
        }
    }

    /** Looked up past what the caller may read: a ring is one, whoever sees it. */
    private @Nullable EntityReference parent(UUID id, AttributeMetadata lookup) {
        RecordTable table = context.table(entity);
        Record row = context.sql()
                .select(RecordTable.columns(lookup))
                .from(table.table())
                .where(table.id().eq(id))
                .fetchOne();
        String type = lookup.typeColumnName();
        return row == null
                ? null
                : (EntityReference)
                        StoredValues.value(lookup, row.get(0), type == null ? null : row.get(type, String.class));
    }

    /** One statement: the rows are locked in the order of their ids and then changed. */
    private void hand(
            OneToManyRelationshipMetadata relationship,
            EntityMetadata child,
            UUID subordinate,
            EntityReference target) {
        RecordTable table = context.table(child);
        Condition attached = new ReferencingRecords(context, relationship).to(List.of(subordinate));
        if (!(context.access().reach(AccessRight.WRITE, child) instanceof Reach.All)) {
            // Who may not change a record cannot change it by a merge either.
            RecordLocks locks = new RecordLocks(context, child);
            locks.require(AccessRight.WRITE, locks.matching(attached).values());
        }
        Table<?> rows = DSL.select(table.id())
                .from(table.table())
                .where(attached)
                .orderBy(table.id())
                .forUpdate()
                .asTable(DSL.name("r"), DSL.name("id"));
        Field<UUID> id = DSL.field(DSL.name("t", child.primaryIdAttribute()), SQLDataType.UUID);
        var update = context.sql()
                .update(table.table().as(DSL.name("t")))
                .set(DSL.field(DSL.name(relationship.referencingAttribute()), SQLDataType.UUID), DSL.val(target.id()))
                .set(
                        DSL.field(DSL.name("versionnumber"), SQLDataType.BIGINT),
                        DSL.sequence(DSL.name(table.schema(), "record$version"), SQLDataType.BIGINT)
                                .nextval());
        if (child.find("modifiedon").isPresent()) {
            update = update.set(
                    DSL.field(DSL.name("modifiedon"), SQLDataType.TIMESTAMPWITHTIMEZONE),
                    DSL.val(context.now().atOffset(java.time.ZoneOffset.UTC)));
        }
        if (child.find("modifiedby").isPresent()) {
            update = update.set(DSL.field(DSL.name("modifiedby"), SQLDataType.UUID), DSL.val(context.userId()));
        }
        update.from(rows)
                .where(id.eq(DSL.field(DSL.name("r", "id"), SQLDataType.UUID)))
                .execute();
    }

    /** Pairs that the master has already are not made twice, and none joins it with itself. */
    private void pair(ManyToManyRelationshipMetadata pair, String own, String other, UUID subordinate, UUID master) {
        Table<Record> table = RecordTable.pairs(context.organization(), pair);
        Field<UUID> ownId = DSL.field(DSL.name("t", own), SQLDataType.UUID);
        Field<UUID> otherId = DSL.field(DSL.name("t", other), SQLDataType.UUID);
        context.sql()
                .update(table.as(DSL.name("t")))
                .set(DSL.field(DSL.name(own), SQLDataType.UUID), DSL.val(master))
                .where(ownId.eq(subordinate))
                .and(otherId.ne(master))
                .andNotExists(DSL.selectOne()
                        .from(table.as(DSL.name("had")))
                        .where(DSL.field(DSL.name("had", own), SQLDataType.UUID).eq(master))
                        .and(DSL.field(DSL.name("had", other), SQLDataType.UUID).eq(otherId)))
                .execute();
        context.sql()
                .deleteFrom(table)
                .where(DSL.field(DSL.name(own), SQLDataType.UUID).eq(subordinate))
                .execute();
    }

    private void deactivate(UUID subordinate, EntityReference target) {
        int last = entity.states().options().getLast().value();
        context.execute(new SetStateRequest(
                new EntityReference(name(), subordinate), new OptionSetValue(last), new OptionSetValue(-1)));
        StoredRow row = new StoredRow(subordinate);
        row.put(entity.attribute("masterid"), target);
        row.put(entity.attribute("merged"), true);
        new RowStatements(context, entity).update(List.of(row));
    }
}
