package io.nightshift.platform.maintenance;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.FileType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.organization.ChangeTracking;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.record.FileContents;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** One kind of what is left behind; a page of it goes in a transaction. */
@FunctionalInterface
interface Leftovers {

    /** So many rows go at once; fewer mean that there are no more. */
    int PAGE = 1000;

    /** The state of what has ended. */
    int COMPLETED = 3;

    /** All kinds, in the order in which they go. */
    List<Leftovers> ALL = List.of(
            (context, _) -> Page.of(pairs(context)),
            Leftovers::notes,
            Leftovers::files,
            Leftovers::waits,
            old("plugintracelog", Duration.ofDays(1)),
            old("bulkdeletefailure", Duration.ofDays(90)),
            old("bulkdeleteoperation", Duration.ofDays(90)),
            old("organizationstatistic", Duration.ofDays(30)),
            (context, _) -> Page.of(new ChangeTracking(context.organization())
                    .forget(context.connection(), context.now().minus(ChangeTracking.KEPT), context.now(), PAGE)));

    /**
     * What became of a page.
     *
     * @param removed so many rows are gone
     * @param isMore whether there may be further ones
     */
    record Page(int removed, boolean isMore) {

        static Page of(int removed) {
            return new Page(removed, removed >= PAGE);
        }
    }

    /**
     * Removes at most a page.
     *
     * @param log told of each record that custom code does not let go
     */
    Page removePage(RequestContext context, Consumer<String> log) throws SQLException;

    /** Rows of many-to-many relationships of which one side is gone. */
    private static int pairs(RequestContext context) {
        int removed = 0;
        for (ManyToManyRelationshipMetadata pair :
                context.organization().metadata().manyToMany()) {
            if (removed < PAGE) {
                removed += pairs(context, pair, PAGE - removed);
            }
        }
        return removed;
    }

    private static int pairs(RequestContext context, ManyToManyRelationshipMetadata pair, int most) {
        Table<Record> table = RecordTable.pairs(context.organization(), pair);
        Field<UUID> one = DSL.field(DSL.name(pair.entity1Attribute()), SQLDataType.UUID);
        Field<UUID> two = DSL.field(DSL.name(pair.entity2Attribute()), SQLDataType.UUID);
        Result<Record2<UUID, UUID>> orphans = context.sql()
                .select(one, two)
                .from(table)
                .where(isGone(context, pair.entity1(), one).or(isGone(context, pair.entity2(), two)))
                .orderBy(one, two)
                .limit(most)
                .forUpdate()
                .skipLocked()
                .fetch();
        if (!orphans.isEmpty()) {
            context.sql().deleteFrom(table).where(DSL.row(one, two).in(orphans)).execute();
        }
        return orphans.size();
    }

    /** Notes, and the files in them, about records that are gone. */
    private static Page notes(RequestContext context, Consumer<String> log) throws SQLException {
        EntityMetadata note = context.entity("annotation");
        AttributeMetadata about = note.attribute("objectid");
        Field<UUID> id = DSL.field(DSL.name(about.columnName()), SQLDataType.UUID);
        Field<String> type = DSL.field(DSL.name(Objects.requireNonNull(about.typeColumnName())), SQLDataType.CLOB);
        List<String> known = new ArrayList<>();
        Condition gone = DSL.falseCondition();
        for (var relationship : note.manyToOne()) {
            if (relationship.referencingAttribute().equals("objectid")) {
                String entity = relationship.referencedEntity();
                known.add(entity);
                gone = gone.or(type.eq(entity).and(isGone(context, entity, id)));
            }
        }
        return delete(context, log, note, id.isNotNull().and(gone.or(type.notIn(known))));
    }

    /** Files that nobody completed within a day, and those whose record is gone. */
    private static Page files(RequestContext context, Consumer<String> log) throws SQLException {
        EntityMetadata file = context.entity(FileContents.ENTITY);
        Field<UUID> object = DSL.field(DSL.name("objectid"), SQLDataType.UUID);
        Field<String> type = DSL.field(DSL.name("objecttypecode"), SQLDataType.CLOB);
        Condition kept = DSL.falseCondition();
        for (EntityMetadata entity : context.organization().metadata().entities()) {
            if (!entity.virtual() && entity.all().stream().anyMatch(each -> each.type() instanceof FileType)) {
                kept = kept.or(
                        type.eq(entity.logicalName()).and(DSL.not(isGone(context, entity.logicalName(), object))));
            }
        }
        Condition begun = DSL.field(DSL.name("iscommitted"), SQLDataType.BOOLEAN)
                .isFalse()
                .and(isOlder(context, Duration.ofDays(1)));
        return remove(
                context,
                file,
                begun.or(DSL.not(kept)),
                new OneByOne(context, ids -> new FileContents(context).removeAll(ids), log));
    }

    /** What instances of workflows waited for that have ended otherwise than by a person's cancel, which takes it away. */
    private static Page waits(RequestContext context, Consumer<String> log) throws SQLException {
        Table<Record> operations = DSL.table(DSL.name("nightshift", "asyncoperation"));
        Table<Record> live = operations.as(DSL.name("live"));
        Condition ended = DSL.notExists(DSL.selectOne()
                .from(live)
                .where(DSL.field(DSL.name("live", "operation_id"), SQLDataType.UUID)
                        .eq(DSL.field(DSL.name("asyncoperationid"), SQLDataType.UUID)))
                .and(DSL.field(DSL.name("live", "statecode"), SQLDataType.INTEGER)
                        .ne(DSL.inline(COMPLETED))));
        return delete(context, log, context.entity("workflowwaitsubscription"), ended);
    }

    /** Records of an entity that were created so long ago; nothing where there is no such entity. */
    private static Leftovers old(String entity, Duration kept) {
        return (context, log) -> {
            EntityMetadata found =
                    context.organization().metadata().find(entity).orElse(null);
            return found == null
                    ? Page.of(0)
                    : delete(context, log, found, isOlder(context, kept).and(isOver(found)));
        };
    }

    private static Condition isOlder(RequestContext context, Duration kept) {
        return DSL.field(DSL.name("createdon"), SQLDataType.TIMESTAMPWITHTIMEZONE)
                .lt(OffsetDateTime.ofInstant(context.now().minus(kept), ZoneOffset.UTC));
    }

    /** A series of bulk deletes goes on as long as nobody cancels it. */
    private static Condition isOver(EntityMetadata entity) {
        return entity.logicalName().equals("bulkdeleteoperation")
                ? DSL.field(DSL.name("statecode"), SQLDataType.INTEGER).eq(DSL.inline(COMPLETED))
                : DSL.trueCondition();
    }

    /** Through the message, so that whoever wants to know of it does. */
    private static Page delete(RequestContext context, Consumer<String> log, EntityMetadata entity, Condition condition)
            throws SQLException {
        return remove(
                context,
                entity,
                condition,
                new OneByOne(
                        context,
                        ids -> context.execute(new DeleteMultipleRequest(ids.stream()
                                .map(id -> new EntityReference(entity.logicalName(), id))
                                .toList())),
                        refused -> log.accept("The " + entity.logicalName() + " " + refused)));
    }

    private static Page remove(RequestContext context, EntityMetadata entity, Condition condition, OneByOne removal)
            throws SQLException {
        RecordTable table = context.table(entity);
        List<UUID> found = context.sql()
                .select(table.id())
                .from(table.rows())
                .where(condition)
                .orderBy(table.id())
                .limit(PAGE)
                .fetch(table.id());
        List<UUID> ids = context.sql()
                .select(table.id())
                .from(table.table())
                .where(table.id().in(found))
                .orderBy(table.id())
                .forUpdate()
                .skipLocked()
                .fetch(table.id());
        int removed = removal.on(ids);
        // A page of which nothing goes away would come for ever.
        return new Page(removed, removed > 0 && found.size() == PAGE);
    }

    private static Condition isGone(RequestContext context, String entity, Field<UUID> reference) {
        RecordTable table = context.table(context.entity(entity));
        Table<Record> there = table.table().as(DSL.name("there"));
        return DSL.notExists(DSL.selectOne()
                .from(there)
                .where(DSL.field(DSL.name("there", table.id().getName()), SQLDataType.UUID)
                        .eq(reference)));
    }
}
