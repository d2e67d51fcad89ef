package io.nightshift.platform.workflow;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RecordImages;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What instances wait for: a row for each record. Whoever waits locks the record, looks, and writes the row; whoever changes
 * the record has locked it and looks at the rows afterwards. So one of the two sees the other, and no change is missed.
 */
final class Waits {

    static final String ENTITY = "workflowwaitsubscription";

    private static final Field<UUID> OPERATION = DSL.field(DSL.name("asyncoperationid"), SQLDataType.UUID);
    private static final Field<UUID> RECORD = DSL.field(DSL.name("entityid"), SQLDataType.UUID);
    private static final Field<Integer> BRANCH = DSL.field(DSL.name("branch"), SQLDataType.INTEGER);
    private static final Field<String> DATA = DSL.field(DSL.name("data"), SQLDataType.CLOB);

    private final RequestContext context;
    private final RecordTable table;

    Waits(RequestContext user) {
        // Whoever may change a record ends the waits for it, whosever they are.
        this.context = user.unrestricted();
        this.table = context.table(context.entity(ENTITY));
    }

    /** A row. */
    record Subscription(UUID id, UUID operation, UUID record, int branch, WaitCondition condition) {}

    /** Locks a record until the transaction ends; 0x80045031 when it does not exist. */
    static void lock(RequestContext context, EntityReference record) {
        try {
            new RecordImages(context).before(record.logicalName(), List.of(record.id()), ColumnSet.of());
        } catch (OrganizationServiceFault e) {
            throw e.is(FaultCode.OBJECT_DOES_NOT_EXIST) ? Evaluation.missing(record, e) : e;
        }
    }

    void subscribe(UUID operation, int branch, EntityReference record, WaitCondition condition) {
        new RecordCreation(context)
                .create(
                        ENTITY,
                        List.of(new Entity(ENTITY, UuidV7.make(context.now()))
                                .set("asyncoperationid", operation)
                                .set("entityname", record.logicalName())
                                .set("entityid", record.id())
                                .set("branch", branch)
                                .set("data", condition.write())));
    }

    /** Ends what an operation waits for. */
    void end(UUID operation, Collection<EntityReference> records) {
        context.sql()
                .deleteFrom(table.table())
                .where(OPERATION.eq(operation))
                .and(Sql.among(RECORD, records.stream().map(EntityReference::id).toList()))
                .execute();
    }

    /** Ends all that these operations wait for. */
    void endAll(Collection<UUID> operations) {
        context.sql()
                .deleteFrom(table.table())
                .where(Sql.among(OPERATION, operations))
                .execute();
    }

    /** Who waits for any of these records, in the order of the rows' ids; the rows are locked. */
    List<Subscription> of(Set<UUID> records) {
        List<Subscription> found = new ArrayList<>();
        context.sql()
                .select(table.id(), OPERATION, RECORD, BRANCH, DATA)
                .from(table.table())
                .where(Sql.among(RECORD, records))
                .orderBy(table.id())
                .forUpdate()
                .forEach(row -> found.add(new Subscription(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        WaitCondition.read(Objects.requireNonNull(row.value5())))));
        return found;
    }

    void delete(Collection<UUID> subscriptions) {
        context.sql()
                .deleteFrom(table.table())
                .where(Sql.among(table.id(), subscriptions))
                .execute();
    }
}
