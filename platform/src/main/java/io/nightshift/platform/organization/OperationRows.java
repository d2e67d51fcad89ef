package io.nightshift.platform.organization;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.UuidV7;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.FoldedText;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the virtual entity {@code asyncoperation}: the engine's view of one organization's operations, its columns
 * called as the entity's are. PostgreSQL computes only those that a statement uses. What the engine does not keep is
 * empty.
 *
 * <p>Whoever owns an operation is a user; {@code createdby} and {@code modifiedby} are its owner, {@code modifiedon} is
 * when it last began or ended, the friendly message is what its handler said of its progress.
 */
final class OperationRows {

    private static final Name VIEW = DSL.name("nightshift", "asyncoperation");
    private static final Name PAYLOAD = DSL.name("nightshift", "asyncoperation_payload");
    private static final Name HOST = DSL.name("nightshift", "asyncoperation_host");
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final DataType<String> TEXT = SQLDataType.CLOB;

    private final Organization organization;

    private OperationRows(Organization organization) {
        this.organization = organization;
    }

    static Table<Record> of(RecordTable table) {
        OperationRows rows = new OperationRows(table.organization());
        List<Field<?>> fields = new ArrayList<>();
        for (AttributeMetadata attribute : table.entity().all()) {
            rows.add(fields, attribute);
        }
        return DSL.select(fields)
                .from(DSL.table(VIEW).as(DSL.name("v")))
                .where(column("organization_id", SQLDataType.INTEGER)
                        .eq(DSL.val(table.organization().number())))
                .asTable(DSL.name(table.entity().tableName()));
    }

    /**
     * Among what has not ended; else in the days since these were made, which their ids tell unless callers chose them (a
     * day less, for clocks differ); else anywhere. What ends in between is found by a later look.
     */
    static List<Condition> places(Collection<UUID> ids) {
        List<Condition> places = new ArrayList<>();
        places.add(DSL.field(DSL.name("statecode"), SQLDataType.INTEGER).ne(DSL.inline(3)));
        List<Instant> made =
                ids.stream().map(UuidV7::timeOf).filter(Objects::nonNull).toList();
        if (made.size() == ids.size() && !ids.isEmpty()) {
            Instant first = Collections.min(made).minus(Duration.ofDays(1));
            places.add(DSL.field(DSL.name("completedon"), SQLDataType.TIMESTAMPWITHTIMEZONE)
                    .ge(DSL.val(first.atOffset(ZoneOffset.UTC))));
        }
        places.add(DSL.noCondition());
        return places;
    }

    private void add(List<Field<?>> fields, AttributeMetadata attribute) {
        Field<?> kept = value(attribute.logicalName());
        DataType<?> type = RecordTable.dataType(attribute);
        Field<?> value = kept != null ? kept : type.getType() == String.class ? DSL.castNull(TEXT) : DSL.castNull(type);
        fields.add(value.as(DSL.name(attribute.columnName())));
        String folded = attribute.foldedColumnName();
        if (folded != null) {
            fields.add((kept == null ? value : folded(value)).as(DSL.name(folded)));
        }
        String entity = attribute.typeColumnName();
        if (entity != null) {
            Field<String> name = attribute.logicalName().equals("regardingobjectid")
                    ? column("regarding_type", TEXT)
                    : DSL.when(value.isNotNull(), DSL.inline("systemuser"));
            fields.add(name.as(DSL.name(entity)));
        }
    }

    private @Nullable Field<?> value(String attribute) {
        return switch (attribute) {
            case "asyncoperationid" -> column("operation_id", SQLDataType.UUID);
            case "name", "message", "statecode", "statuscode", "sequence", "depth" -> column(attribute);
            case "operationtype" -> column("operation_type");
            case "messagename" -> DSL.nullif(column("message_name", TEXT), DSL.inline(""));
            case "postponeuntil" -> column("postpone_until");
            case "retrycount" -> column("retry_count");
            case "createdon" -> column("created_on");
            case "startedon" -> column("started_on");
            case "completedon" -> column("completed_on");
            case "modifiedon" -> DSL.coalesce(column("completed_on"), column("started_on"), column("created_on"));
            case "executiontimespan" ->
                DSL.field(
                        "round(cast(extract(epoch from {0} - {1}) as numeric), 2)::float8",
                        SQLDataType.DOUBLE, column("completed_on"), column("started_on"));
            case "errorcode" -> column("error_code");
            case "friendlymessage" -> column("progress_text", TEXT);
            case "data" -> data();
            case "dependencytoken" -> column("token", TEXT);
            case "recurrencepattern" -> column("recurrence_pattern", TEXT);
            case "recurrencestarttime" -> column("recurrence_start");
            case "regardingobjectid" -> column("regarding_id");
            case "primaryentitytype" -> column("regarding_type", TEXT);
            case "parentasyncoperationid" -> column("parent_id");
            case "ownerid", "owninguser", "createdby", "modifiedby" -> column("owner_id", SQLDataType.UUID);
            case "owningbusinessunit" -> businessUnit();
            case "hostid" ->
                DSL.field(DSL.select(named("h", "name", TEXT))
                        .from(DSL.table(HOST).as(DSL.name("h")))
                        .where(named("h", "node_id", SQLDataType.BIGINT).eq(column("node_id", SQLDataType.BIGINT))));
            case "owningextensionid" ->
                inData(OperationType.SYSTEM_EVENT, "\"OwningExtension\":\\{[^{}]*\"Id\":\"(" + ID + ")\"");
            case "workflowactivationid" -> inData(OperationType.WORKFLOW, "^\\{\"workflow\":\"(" + ID + ")\"");
            case "correlationid" -> column("correlation_id");
            case "iswaitingforevent" ->
                DSL.coalesce(
                        DSL.field(column("cause", SQLDataType.SMALLINT).eq(DSL.inline((short) 4))), DSL.inline(false));
            case "retainjobhistory" ->
                DSL.field(column("kept", SQLDataType.SMALLINT).eq(DSL.inline((short) 2)));
            default -> null;
        };
    }

    /** What is too large for the row lies beside it. */
    private Field<String> data() {
        Field<String> beside = DSL.field(DSL.select(named("p", "body", TEXT))
                .from(DSL.table(PAYLOAD).as(DSL.name("p")))
                .where(named("p", "organization_id", SQLDataType.INTEGER).eq(DSL.val(organization.number())))
                .and(named("p", "operation_id", SQLDataType.UUID).eq(column("operation_id", SQLDataType.UUID)))
                .and(named("p", "kept", SQLDataType.SMALLINT).eq(column("kept", SQLDataType.SMALLINT)))
                .and(named("p", "created_on", SQLDataType.TIMESTAMPWITHTIMEZONE)
                        .eq(column("created_on", SQLDataType.TIMESTAMPWITHTIMEZONE)))
                .and(named("p", "part", SQLDataType.SMALLINT).eq(DSL.inline((short) 0))));
        return DSL.when(DSL.condition(column("has_large_data", SQLDataType.BOOLEAN)), beside)
                .otherwise(column("data", TEXT));
    }

    /** What the platform's own operations carry in their data, found in a way that no data can make fail. */
    private Field<UUID> inData(OperationType type, String pattern) {
        return DSL.when(
                column("operation_type", SQLDataType.INTEGER).eq(DSL.inline(type.code())),
                DSL.field("cast(substring({0} from {1}) as uuid)", SQLDataType.UUID, data(), DSL.inline(pattern)));
    }

    private Field<?> businessUnit() {
        return DSL.field(DSL.select(named("u", "businessunitid", SQLDataType.UUID))
                .from(DSL.table(DSL.name(organization.schema(), "systemuser")).as(DSL.name("u")))
                .where(named("u", "systemuserid", SQLDataType.UUID).eq(column("owner_id", SQLDataType.UUID))));
    }

    private static Field<?> column(String name) {
        return column(name, SQLDataType.OTHER);
    }

    private static <T> Field<T> column(String name, DataType<T> type) {
        return named("v", name, type);
    }

    private static <T> Field<T> named(String table, String name, DataType<T> type) {
        return DSL.field(DSL.name(table, name), type);
    }

    /** {@link FoldedText} by PostgreSQL, for text that the platform did not write and could not fold. */
    private static Field<?> folded(Field<?> text) {
        return DSL.field(
                "lower(translate(normalize({0}, NFC), {1}, {2}) collate \"und-x-icu\") collate \"C\"",
                TEXT, text, DSL.inline(Folding.FROM), DSL.inline(Folding.TO));
    }

    /** The characters whose folded form is another than their small form: the final sigma, the i without a dot. */
    private static final class Folding {
        static final String FROM;
        static final String TO;

        static {
            int[] others = IntStream.range(0x80, 0x20000)
                    .filter(Character::isLetter)
                    .filter(point -> Normalizer.isNormalized(Character.toString(point), Normalizer.Form.NFC))
                    .filter(point -> !small(point).equals(FoldedText.of(Character.toString(point))))
                    .toArray();
            StringBuilder from = new StringBuilder();
            StringBuilder to = new StringBuilder();
            for (int point : others) {
                from.appendCodePoint(point);
                to.append(FoldedText.of(Character.toString(point)));
            }
            FROM = from.toString();
            TO = to.toString();
        }

        private static String small(int point) {
            return Character.toString(point).toLowerCase(Locale.ROOT);
        }
    }
}
