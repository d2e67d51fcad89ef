package io.nightshift.platform.bulkdelete;

import io.nightshift.platform.bulkdelete.BulkDeleteRecords.Failure;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.query.Queries;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * One page of a bulk delete, in one transaction: what the query finds is locked as far as nobody else has it, read again
 * where it was changed in between, and deleted; what cannot be deleted is told.
 */
final class BulkDeletePage {

    /** So many records are deleted in one transaction; it holds their locks as long as it lasts. */
    static final int SIZE = 500;

    private static final int COMPLETED = 3;
    private static final Field<Long> VERSION = DSL.field(DSL.name("versionnumber"), SQLDataType.BIGINT);

    private final RequestContext context;
    private final BulkDeleteCursor cursor;
    private final QueryExpression query;
    private final EntityMetadata entity;
    private final Field<UUID> id;
    private final int size;

    /** What became of a page. */
    record Done(BulkDeleteCursor cursor, List<Failure> failures) {}

    BulkDeletePage(RequestContext context, String fetchXml, BulkDeleteCursor cursor, int size) {
        this.context = context;
        this.size = size;
        this.cursor = cursor;
        QueryExpression asked = Queries.expression(new FetchExpression(fetchXml));
        this.entity = context.entity(asked.entityName());
        this.id = context.table(entity).id();
        this.query = asked.columns(
                entity.find("versionnumber").isPresent() ? ColumnSet.of("versionnumber") : ColumnSet.of());
    }

    Done delete() throws SQLException {
        // Whoever has a child of a record locked for long must not hold up all that this page has locked.
        context.sql().setLocal(DSL.name("lock_timeout"), DSL.val("2s")).execute();
        EntityCollection found = found();
        Map<UUID, String> versions = new LinkedHashMap<>();
        for (Entity record : found.entities()) {
            versions.put(Objects.requireNonNull(record.id()), String.valueOf(record.rowVersion()));
        }
        UUID last = versions.isEmpty() ? cursor.last() : new ArrayList<>(versions.keySet()).getLast();
        versions.remove(cursor.last());
        List<Failure> failures = new ArrayList<>();
        // Operations are the service's own: it locks them, and deletes only those that have ended.
        List<UUID> mine = entity.virtual() ? List.copyOf(versions.keySet()) : locked(versions, failures);
        int deleted = new RowByRow(context, entity.logicalName(), failures).delete(mine);
        String cookie = found.moreRecords() ? found.pagingCookie() : null;
        return new Done(cursor.after(cookie, last, deleted, failures.size()), failures);
    }

    /** Of the records that could not be deleted when their page came, those that the query still means; answers who is gone. */
    Set<UUID> deleteAgain(List<UUID> ids) throws SQLException {
        context.sql().setLocal(DSL.name("lock_timeout"), DSL.val("2s")).execute();
        Map<UUID, String> versions = new LinkedHashMap<>();
        find(meant(query.criteria(both(
                        query.criteria(),
                        new ConditionExpression(entity.primaryIdAttribute(), ConditionOperator.IN, ids)))))
                .entities()
                .forEach(record ->
                        versions.put(Objects.requireNonNull(record.id()), String.valueOf(record.rowVersion())));
        List<Failure> failures = new ArrayList<>();
        List<UUID> mine = entity.virtual() ? List.copyOf(versions.keySet()) : locked(versions, failures);
        new RowByRow(context, entity.logicalName(), failures).delete(mine);
        Set<UUID> gone = new HashSet<>(mine);
        failures.forEach(failure -> gone.remove(failure.record().id()));
        return gone;
    }

    /** Ordered by the key alone, so that a page goes on where the one before has ended, whatever that has deleted. */
    private EntityCollection found() {
        return find(meant(query.page(new PagingInfo(cursor.page(), size, false, cursor.cookie()))));
    }

    /** Only what was there before the start, and of operations only those that have ended. */
    private QueryExpression meant(QueryExpression asked) {
        QueryExpression page = asked;
        if (entity.find("createdon").isPresent()) {
            // Whole seconds are compared here, which keeps the walk from following what is being created for ever.
            page = page.criteria(both(
                    page.criteria(),
                    new ConditionExpression("createdon", ConditionOperator.LESS_EQUAL, cursor.started())));
        }
        if (entity.virtual()) {
            page = page.criteria(
                    both(page.criteria(), new ConditionExpression("statecode", ConditionOperator.EQUAL, COMPLETED)));
        }
        return page;
    }

    private EntityCollection find(QueryExpression wanted) {
        return (EntityCollection) Objects.requireNonNull(
                context.execute(new RetrieveMultipleRequest(wanted)).get("EntityCollection"));
    }

    private static FilterExpression both(FilterExpression criteria, ConditionExpression condition) {
        return FilterExpression.and(condition).filter(criteria);
    }

    /** Those of the records that are ours now and still what the query means. */
    private List<UUID> locked(Map<UUID, String> versions, List<Failure> failures) {
        List<UUID> same = new ArrayList<>();
        List<UUID> changed = new ArrayList<>();
        Set<UUID> met = new HashSet<>();
        for (Record2<UUID, Long> row : context.sql()
                .select(id, VERSION)
                .from(context.table(entity).table())
                .where(old(versions.keySet()))
                .orderBy(id)
                .forUpdate()
                .skipLocked()) {
            met.add(row.value1());
            boolean isSame = String.valueOf(row.value2()).equals(versions.get(row.value1()));
            (isSame ? same : changed).add(row.value1());
        }
        if (met.size() < versions.size()) {
            Set<UUID> missing = new HashSet<>(versions.keySet());
            missing.removeAll(met);
            context.sql()
                    .select(id)
                    .from(context.table(entity).table())
                    .where(old(missing))
                    .orderBy(id)
                    .forEach(row -> failures.add(inUse(row.value1())));
        }
        if (!changed.isEmpty()) {
            find(query.criteria(both(
                            query.criteria(),
                            new ConditionExpression(entity.primaryIdAttribute(), ConditionOperator.IN, changed))))
                    .entities()
                    .forEach(record -> same.add(record.id()));
        }
        return same.stream().distinct().sorted().toList();
    }

    /** Those of these that were there before the operation started, also when their creation is dated back. */
    private Condition old(Set<UUID> ids) {
        Condition condition = id.eq(DSL.any(DSL.val(ids.toArray(new UUID[0]))));
        for (String attribute : List.of("createdon", "overriddencreatedon")) {
            if (entity.find(attribute).isPresent()) {
                Field<OffsetDateTime> column = DSL.field(DSL.name(attribute), SQLDataType.TIMESTAMPWITHTIMEZONE(6));
                condition = condition.and(column.isNull().or(column.lt(at(cursor.started()))));
            }
        }
        return condition;
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private Failure inUse(UUID record) {
        return new Failure(
                new EntityReference(entity.logicalName(), record),
                FaultCode.LOCK_NOT_OBTAINED.code(),
                "The record is in use by another transaction.");
    }
}
