package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.sdk.FaultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Writes any number of rows of one entity with one statement: a parameter for each column, not for each value. */
final class RowStatements {

    private static final String VERSION = "versionnumber";
    private static final DataType<String[]> TEXTS = SQLDataType.CLOB.array();

    private final RequestContext context;
    private final EntityMetadata entity;
    private final RecordTable table;
    private final Map<String, DataType<?>> types = new LinkedHashMap<>();

    RowStatements(RequestContext context, EntityMetadata entity) {
        if (entity.virtual()) {
            throw FaultCode.NOT_SUPPORTED.fault("The message is not supported for " + entity.logicalName()
                    + "; its records are written by messages of their own.");
        }
        this.context = context;
        this.entity = entity;
        this.table = context.table(entity);
    }

    /** The types of the columns of these rows alone: an entity has hundreds, and a request knows a handful. */
    private void learn(List<StoredRow> rows) {
        Map<String, AttributeMetadata> given = new LinkedHashMap<>();
        rows.forEach(row -> given.putAll(row.attributes()));
        given.put(entity.primaryIdAttribute(), entity.attribute(entity.primaryIdAttribute()));
        given.values()
                .forEach(attribute -> RecordTable.columns(attribute)
                        .forEach(column -> types.put(column.getName(), column.getDataType())));
    }

    void insert(List<StoredRow> rows) {
        learn(rows);
        Set<String> written = new LinkedHashSet<>();
        rows.forEach(row -> row.columns().forEach((column, value) -> {
            if (value != null) {
                written.add(column);
            }
        }));
        List<String> columns = List.copyOf(written);
        List<Field<?>> into = new ArrayList<>(fields(columns));
        List<Field<?>> from = new ArrayList<>(given(columns));
        into.add(DSL.field(DSL.name(VERSION), SQLDataType.BIGINT));
        from.add(nextVersion());
        context.sql()
                .insertInto(table.table())
                .columns(into)
                .select(DSL.select(from).from(rows(rows, columns)))
                .execute();
        SecurityChanges.made(context, entity.logicalName());
    }

    /** Writes rows that exist and are locked; rows that change the same columns go together. */
    void update(List<StoredRow> rows) {
        learn(rows);
        Map<Set<String>, List<StoredRow>> alike = rows.stream()
                .collect(Collectors.groupingBy(row -> row.columns().keySet(), LinkedHashMap::new, Collectors.toList()));
        alike.forEach((names, group) -> {
            List<String> columns = List.copyOf(names);
            List<String> withId = new ArrayList<>(columns);
            withId.add(entity.primaryIdAttribute());
            Map<Field<?>, Field<?>> changes = new LinkedHashMap<>();
            List<Field<?>> fields = fields(columns);
            List<Field<?>> given = given(columns);
            for (int i = 0; i < columns.size(); i++) {
                changes.put(fields.get(i), given.get(i));
            }
            changes.put(DSL.field(DSL.name(VERSION), SQLDataType.BIGINT), nextVersion());
            Field<UUID> id = DSL.field(DSL.name("t", entity.primaryIdAttribute()), SQLDataType.UUID);
            UpdateSetMoreStep<Record> update =
                    context.sql().update(table.table().as(DSL.name("t"))).set(changes);
            update.from(rows(group, withId))
                    .where(id.eq(given(entity.primaryIdAttribute()).cast(SQLDataType.UUID)))
                    .execute();
            SecurityChanges.made(context, entity, names);
        });
    }

    void delete(Collection<UUID> ids) {
        context.sql().deleteFrom(table.table()).where(among(table.id(), ids)).execute();
        SecurityChanges.made(context, entity.logicalName());
    }

    /** Whether a column is one of these ids, which go there as one parameter. */
    static Condition among(Field<UUID> column, Collection<UUID> ids) {
        return column.eq(DSL.any(DSL.val(ids.toArray(new UUID[0]))));
    }

    private Field<Long> nextVersion() {
        return DSL.sequence(DSL.name(table.schema(), "record$version"), SQLDataType.BIGINT)
                .nextval();
    }

    private List<Field<?>> fields(List<String> columns) {
        return columns.stream().<Field<?>>map(this::field).toList();
    }

    private Field<?> field(String column) {
        return DSL.field(DSL.name(column), type(column));
    }

    private DataType<?> type(String column) {
        DataType<?> type = types.get(column);
        if (type == null) {
            throw new IllegalStateException("The entity " + entity.logicalName() + " has no column " + column);
        }
        return type;
    }

    private List<Field<?>> given(List<String> columns) {
        return columns.stream().<Field<?>>map(this::given).toList();
    }

    /** The text of a column of the rows that go there, read as the column's type. */
    private Field<?> given(String column) {
        Field<String> text = DSL.field(DSL.name("r", column), SQLDataType.CLOB);
        DataType<?> type = type(column);
        return type.getType() == String.class ? text : text.cast(type);
    }

    /** {@code unnest} of one array of texts for each column, as the table r. */
    private static Table<?> rows(List<StoredRow> rows, List<String> columns) {
        QueryPart[] arrays = new QueryPart[columns.size()];
        for (int i = 0; i < arrays.length; i++) {
            String column = columns.get(i);
            boolean id = rows.stream().noneMatch(row -> row.columns().containsKey(column));
            @Nullable String[] texts = new @Nullable String[rows.size()];
            for (int at = 0; at < texts.length; at++) {
                StoredRow row = rows.get(at);
                texts[at] = id ? row.id().toString() : row.columns().get(column);
            }
            arrays[i] = DSL.val(texts, TEXTS);
        }
        String places =
                IntStream.range(0, arrays.length).mapToObj(i -> "{" + i + "}").collect(Collectors.joining(", "));
        Name[] names = columns.stream().map(DSL::name).toArray(Name[]::new);
        return DSL.table("unnest(" + places + ")", arrays).as(DSL.name("r"), names);
    }
}
