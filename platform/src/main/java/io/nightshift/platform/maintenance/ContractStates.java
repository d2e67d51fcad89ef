package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Type 27: contracts live by the calendar. An invoiced one becomes active on its first day, and one that is invoiced or
 * active expires after its last; days are those of UTC. Drafts, and contracts on hold or canceled, stay as people left them.
 */
final class ContractStates implements OperationHandler {

    private static final String ENTITY = "contract";
    private static final int PAGE = 500;
    private static final int INVOICED = 1;
    private static final int ACTIVE = 2;
    private static final int EXPIRED = 5;
    private static final Field<UUID> ID = DSL.field(DSL.name("contractid"), SQLDataType.UUID);
    private static final Field<Integer> STATE = DSL.field(DSL.name("statecode"), SQLDataType.INTEGER);
    private static final Field<LocalDate> FIRST = DSL.field(DSL.name("activeon"), SQLDataType.LOCALDATE);
    private static final Field<LocalDate> LAST = DSL.field(DSL.name("expireson"), SQLDataType.LOCALDATE);

    private final OperationRequests requests;

    ContractStates(OperationRequests requests) {
        this.requests = requests;
    }

    /** What comes first, so that a contract whose days have all passed goes from invoiced to expired at once. */
    private enum Step {
        EXPIRE,
        ACTIVATE
    }

    /** How far it has come. */
    private record Cursor(Step step, UUID last, int expired, int activated, boolean isEnd) {
        String text() {
            return step + " " + last + " " + expired + " " + activated + " " + isEnd;
        }

        static Cursor read(String text) {
            String[] parts = text.split(" ", -1);
            return new Cursor(
                    Step.valueOf(parts[0]),
                    UUID.fromString(parts[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    Boolean.parseBoolean(parts[4]));
        }

        Cursor after(UUID lastId, int changed, boolean more) {
            int nowExpired = expired + (step == Step.EXPIRE ? changed : 0);
            int nowActivated = activated + (step == Step.ACTIVATE ? changed : 0);
            if (more) {
                return new Cursor(step, lastId, nowExpired, nowActivated, false);
            }
            return new Cursor(Step.ACTIVATE, new UUID(0, 0), nowExpired, nowActivated, step == Step.ACTIVATE);
        }
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        String checkpoint = operation.checkpoint();
        Cursor cursor =
                checkpoint == null ? new Cursor(Step.EXPIRE, new UUID(0, 0), 0, 0, false) : Cursor.read(checkpoint);
        while (!cursor.isEnd()) {
            Cursor before = cursor;
            Cursor[] after = new Cursor[1];
            operation.saveCheckpoint(connection -> {
                after[0] = page(operation, connection, before);
                return new OperationContext.Checkpoint(after[0].text(), null, null);
            });
            cursor = after[0];
        }
        return Outcome.succeeded(String.format(
                Locale.ROOT, "%,d contracts expired, %,d became active.", cursor.expired(), cursor.activated()));
    }

    private Cursor page(OperationContext operation, Connection connection, Cursor cursor) throws SQLException {
        RequestContext context = requests.of(connection, operation);
        LocalDate today = LocalDate.ofInstant(context.now(), ZoneOffset.UTC);
        boolean expires = cursor.step() == Step.EXPIRE;
        Condition due = expires
                ? STATE.in(DSL.inline(INVOICED), DSL.inline(ACTIVE)).and(LAST.lt(today))
                : STATE.eq(DSL.inline(INVOICED)).and(FIRST.le(today));
        List<UUID> ids = context.sql()
                .select(ID)
                .from(context.table(context.entity(ENTITY)).table())
                .where(ID.gt(cursor.last()))
                .and(due)
                .orderBy(ID)
                .limit(PAGE)
                .forUpdate()
                .skipLocked()
                .fetch(ID);
        int changed = change(operation, context, ids, expires ? EXPIRED : ACTIVE);
        return cursor.after(ids.isEmpty() ? cursor.last() : ids.getLast(), changed, ids.size() == PAGE);
    }

    /** A contract that custom code refuses to change is tried again tomorrow. */
    private static int change(OperationContext operation, RequestContext context, List<UUID> ids, int state)
            throws SQLException {
        return new OneByOne(
                        context,
                        some -> context.execute(new UpdateMultipleRequest(new EntityCollection(
                                ENTITY,
                                some.stream().map(id -> changed(id, state)).toList()))),
                        refused -> operation.log("The contract " + refused))
                .on(ids);
    }

    private static Entity changed(UUID id, int state) {
        // The numbers of its status reasons are those of its states and one.
        return new Entity(ENTITY, id)
                .set("statecode", new OptionSetValue(state))
                .set("statuscode", new OptionSetValue(state + 1));
    }
}
