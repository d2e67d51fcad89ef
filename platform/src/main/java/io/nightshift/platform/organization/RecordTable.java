package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.BigIntType;
import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.AttributeType.CustomerType;
import io.nightshift.platform.metadata.AttributeType.DateTimeType;
import io.nightshift.platform.metadata.AttributeType.DecimalType;
import io.nightshift.platform.metadata.AttributeType.DoubleType;
import io.nightshift.platform.metadata.AttributeType.FileType;
import io.nightshift.platform.metadata.AttributeType.IntegerType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.MemoType;
import io.nightshift.platform.metadata.AttributeType.MoneyType;
import io.nightshift.platform.metadata.AttributeType.MultiSelectPicklistType;
import io.nightshift.platform.metadata.AttributeType.OwnerType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.AttributeType.UniqueIdentifierType;
import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.sdk.FaultCode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The table of an entity in an organization's schema, as jOOQ names it. Each attribute has a column with its value; text
 * has one more with the folded value, a reference to one of several entities one more with the name of the entity.
 */
public record RecordTable(Organization organization, EntityMetadata entity) {

    /** Text that is compared by its bytes, the same on every server. */
    public static final DataType<String> TEXT = SQLDataType.CLOB.collation(DSL.collation("C"));

    private static final DataType<OffsetDateTime> MOMENT = SQLDataType.TIMESTAMPWITHTIMEZONE(6);
    private static final DataType<LocalDateTime> WALL_TIME = SQLDataType.LOCALDATETIME(6);
    private static final DataType<LocalDate> DAY = SQLDataType.LOCALDATE;

    /** The table of this entity. */
    public static RecordTable of(Organization organization, EntityMetadata entity) {
        return new RecordTable(organization, entity);
    }

    /** The organization's schema. */
    public String schema() {
        return organization.schema();
    }

    /** The table of pairs of a many-to-many relationship. */
    public static Table<Record> pairs(Organization organization, ManyToManyRelationshipMetadata pair) {
        return DSL.table(DSL.name(organization.schema(), pair.intersectEntityName()));
    }

    /** The table itself; of a virtual entity, what gives its rows in the same columns. It can only be read. */
    public Table<Record> table() {
        return entity.virtual() ? OperationRows.of(this) : DSL.table(DSL.name(schema(), entity.tableName()));
    }

    /** What its records are read from: the table, but for what is not stored there because others know it better. */
    public Table<Record> rows() {
        return BulkDeleteRows.ENTITY.equals(entity.logicalName()) ? BulkDeleteRows.of(this) : table();
    }

    /** Where rows with these ids may be: the likeliest place first, and the last one is everywhere. */
    public List<Condition> places(Collection<UUID> ids) {
        return entity.virtual() ? OperationRows.places(ids) : List.of(DSL.noCondition());
    }

    /**
     * About how many rows there are, by PostgreSQL's statistics.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040315 for a virtual entity, whose rows are not only those of
     *     this organization
     */
    public long estimatedRows(DSLContext sql) {
        if (entity.virtual()) {
            throw FaultCode.NOT_SUPPORTED.fault("The records of " + entity.logicalName()
                    + " are not in the statistics; ask a query that aggregates.");
        }
        Float estimate = sql.select(DSL.field(DSL.name("reltuples"), SQLDataType.REAL))
                .from(DSL.table(DSL.name("pg_catalog", "pg_class")))
                .where(DSL.condition(
                        "oid = to_regclass({0})", DSL.val(Sql.text().render(DSL.name(schema(), entity.tableName())))))
                .fetchOne(0, Float.class);
        // It is -1 while nothing is known yet.
        return estimate == null || estimate < 0 ? 0 : Math.round((double) estimate);
    }

    /** The primary key. */
    public Field<UUID> id() {
        return DSL.field(DSL.name(entity.primaryIdAttribute()), SQLDataType.UUID);
    }

    /** The column with an attribute's value. */
    public Field<?> field(AttributeMetadata attribute) {
        return DSL.field(DSL.name(attribute.columnName()), dataType(attribute));
    }

    /** All columns of an attribute, that with the value first. */
    public static List<Field<?>> columns(AttributeMetadata attribute) {
        List<Field<?>> columns = new ArrayList<>(2);
        columns.add(DSL.field(DSL.name(attribute.columnName()), dataType(attribute)));
        String folded = attribute.foldedColumnName();
        if (folded != null) {
            columns.add(DSL.field(DSL.name(folded), TEXT));
        }
        String type = attribute.typeColumnName();
        if (type != null) {
            columns.add(DSL.field(DSL.name(type), TEXT));
        }
        return columns;
    }

    /** The type of the column with an attribute's value. */
    public static DataType<?> dataType(AttributeMetadata attribute) {
        return switch (attribute.type()) {
            case StringType _, MemoType _ -> TEXT;
            case IntegerType _, PicklistType _, StateType _, StatusType _ -> SQLDataType.INTEGER;
            case BigIntType _ -> SQLDataType.BIGINT;
            case DecimalType _, MoneyType _ -> SQLDataType.NUMERIC;
            case DoubleType _ -> SQLDataType.DOUBLE;
            case BooleanType _ -> SQLDataType.BOOLEAN;
            case DateTimeType time ->
                switch (time.behavior()) {
                    case USER_LOCAL -> MOMENT;
                    case DATE_ONLY -> DAY;
                    case TIME_ZONE_INDEPENDENT -> WALL_TIME;
                };
            case UniqueIdentifierType _, LookupType _, CustomerType _, OwnerType _, FileType _ -> SQLDataType.UUID;
            case MultiSelectPicklistType _ -> SQLDataType.INTEGER.array();
        };
    }

    /** How the unique index of an alternate key is called; PostgreSQL names it when a key is violated. */
    public static String keyIndex(EntityMetadata entity, EntityKeyMetadata key) {
        return indexName(entity.logicalName(), "key$" + key.logicalName());
    }

    /** Table and column, shortened where both together are longer than a name may be. */
    public static String indexName(String table, String column) {
        String full = table + "$" + column;
        if (full.length() <= 60) {
            return full;
        }
        String digest =
                UUID.nameUUIDFromBytes(full.getBytes(StandardCharsets.UTF_8)).toString();
        return full.substring(0, 40) + "$" + digest.substring(0, 8);
    }
}
