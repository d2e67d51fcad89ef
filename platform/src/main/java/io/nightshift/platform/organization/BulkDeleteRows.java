package io.nightshift.platform.organization;

import io.nightshift.operation.Cause;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.metadata.AttributeMetadata;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The rows of {@code bulkdeleteoperation}, whose state, status reason and next run are those of their operation at this
 * moment: they are derived and not copied, so that no move of a person or of the service can be missed. Of an operation
 * whose history is no longer kept, the record knows whether it succeeded; otherwise it counts as canceled.
 */
final class BulkDeleteRows {

    static final String ENTITY = "bulkdeleteoperation";

    /** Dynamics tells here apart what an operation calls waiting. */
    private static final int RETRYING = 11;

    private static final int PAUSED = 12;

    private static final Field<Integer> STORED = stored("statuscode", SQLDataType.INTEGER);
    private static final Field<Integer> STATUS = known("statuscode", SQLDataType.INTEGER);
    private static final Field<Integer> CAUSE = known("cause", SQLDataType.INTEGER);

    private BulkDeleteRows() {}

    static Table<Record> of(RecordTable table) {
        List<Field<?>> fields = new ArrayList<>();
        for (AttributeMetadata attribute : table.entity().all()) {
            for (Field<?> column : RecordTable.columns(attribute)) {
                fields.add(value(column).as(column.getUnqualifiedName()));
            }
        }
        Table<?> operation = DSL.select(
                        DSL.field(DSL.name("statuscode")),
                        DSL.field(DSL.name("cause")),
                        DSL.field(DSL.name("is_series")),
                        DSL.field(DSL.name("postpone_until")))
                .from(DSL.table(DSL.name("nightshift", "asyncoperation")).as(DSL.name("v")))
                .where(DSL.field(DSL.name("v", "organization_id"), SQLDataType.INTEGER)
                        .eq(DSL.val(table.organization().number())))
                .and(DSL.field(DSL.name("v", "operation_id"), SQLDataType.UUID)
                        .eq(stored("asyncoperationid", SQLDataType.UUID)))
                .asTable(DSL.name("o"));
        return DSL.select(fields)
                .from(table.table().as(DSL.name("b")))
                .leftJoin(DSL.lateral(operation))
                .on(DSL.trueCondition())
                .asTable(DSL.name(ENTITY));
    }

    private static Field<?> value(Field<?> column) {
        return switch (column.getName()) {
            case "statuscode" -> status();
            case "statecode" -> DSL.field("{0} / 10", SQLDataType.INTEGER, status());
            case "nextrun" -> nextRun();
            default -> stored(column.getName(), column.getDataType());
        };
    }

    private static Field<Integer> status() {
        Field<Integer> last = DSL.when(STORED.ge(DSL.inline(StatusCode.SUCCEEDED.code())), STORED)
                .otherwise(DSL.inline(StatusCode.CANCELED.code()));
        Condition waits = STATUS.eq(DSL.inline(StatusCode.WAITING.code()));
        return DSL.when(STATUS.isNull(), last)
                .when(waits.and(CAUSE.eq(DSL.inline(Cause.RETRY.code()))), DSL.inline(RETRYING))
                .when(waits.and(CAUSE.eq(DSL.inline(Cause.PAUSED.code()))), DSL.inline(PAUSED))
                .otherwise(STATUS);
    }

    /** When a series makes its next occurrence, or when a postponed one begins or goes on. */
    private static Field<OffsetDateTime> nextRun() {
        return DSL.when(
                CAUSE.in(DSL.inline(Cause.SERIES.code()), DSL.inline(Cause.POSTPONED.code())),
                known("postpone_until", SQLDataType.TIMESTAMPWITHTIMEZONE));
    }

    private static <T> Field<T> stored(String name, DataType<T> type) {
        return DSL.field(DSL.name("b", name), type);
    }

    private static <T> Field<T> known(String name, DataType<T> type) {
        return DSL.field(DSL.name("o", name), type);
    }
}
