package io.nightshift.platform.record;

import io.nightshift.database.FurtherStatement;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Writes any number of rows of one entity with one statement. Of several rows a parameter is an array with the texts of a
 * column, of one row the text itself: PostgreSQL then plans the statement once, where of an array it does not know the
 * length and plans again each time.
 */
final class RowStatements {

    private static final String VERSION = "versionnumber";
    private static final DataType<String[]> TEXTS = SQLDataType.CLOB.array();

    private final RequestContext context;
    private final EntityMetadata entity;
    private final RecordTable table;
    private final AuditTrail trail;

    /** Which statement it is: the same columns of the same entity always make the same text. */
    private record Shape(boolean insert, boolean one, String entity, List<String> columns) {}

    RowStatements(RequestContext context, EntityMetadata entity) {
        if (entity.virtual()) {
            throw FaultCode.NOT_SUPPORTED.fault("The message is not supported for " + entity.logicalName()
                    + "; its records are written by messages of their own.");
        }
        this.context = context;
        this.entity = entity;
        this.table = context.table(entity);
        this.trail = new AuditTrail(context, entity);
    }

    void insert(List<StoredRow> rows) {
        execute(insertion(rows));
        inserted(rows);
    }

    /** The statement that inserts the rows, for who sends it together with another, at last. */
    FurtherStatement insertAlong(List<StoredRow> rows) {
        inserted(rows);
        return insertion(rows);
    }

    private void inserted(List<StoredRow> rows) {
        SecurityChanges.made(context, entity.logicalName());
        trail.created(rows);
    }

    private FurtherStatement insertion(List<StoredRow> rows) {
        Set<String> written = new LinkedHashSet<>();
        rows.forEach(row -> row.columns().forEach((column, value) -> {
            if (value != null) {
                written.add(column);
            }
        }));
        List<String> columns = List.copyOf(written);
        return statement(new Shape(true, rows.size() == 1, entity.logicalName(), columns), columns, rows);
    }

    /** Whether what the rows are now is written down with what they become, so that they must be locked before. */
    boolean areAudited() {
        return trail.isOn();
    }

    /** Writes rows; those that change the same columns go together. Answers how many of them exist. */
    int update(List<StoredRow> rows) {
        Map<UUID, Entity> before = trail.before(rows);
        Map<Set<String>, List<StoredRow>> alike = rows.stream()
                .collect(Collectors.groupingBy(row -> row.columns().keySet(), LinkedHashMap::new, Collectors.toList()));
        int updated = 0;
        for (Map.Entry<Set<String>, List<StoredRow>> group : alike.entrySet()) {
            List<String> columns = List.copyOf(group.getKey());
            List<String> withId = new ArrayList<>(columns);
            withId.add(entity.primaryIdAttribute());
            List<StoredRow> together = group.getValue();
            Shape shape = new Shape(false, together.size() == 1, entity.logicalName(), columns);
            updated += execute(statement(shape, withId, together));
            SecurityChanges.made(context, entity, group.getKey());
        }
        trail.updated(before, rows);
        return updated;
    }

    private String text(Shape shape, List<StoredRow> rows) {
        return context.organization().texts().text(shape, () -> {
            Columns columns = new Columns(rows);
            return (shape.insert() ? columns.insert(shape.columns()) : columns.update(shape.columns())).getSQL();
        });
    }

    private FurtherStatement statement(Shape shape, List<String> columns, List<StoredRow> rows) {
        List<@Nullable Object> parameters = new ArrayList<>(columns.size());
        for (String column : columns) {
            if (rows.size() == 1) {
                parameters.add(textOf(rows.getFirst(), column));
            } else {
                @Nullable String[] texts = new @Nullable String[rows.size()];
                Arrays.setAll(texts, at -> textOf(rows.get(at), column));
                parameters.add(texts);
            }
        }
        return new FurtherStatement(text(shape, rows), parameters);
    }

    private int execute(FurtherStatement change) {
        try (PreparedStatement statement = change.on(context.connection())) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new DataAccessException("A statement on rows of " + entity.logicalName() + " failed.", e);
        }
    }

    private @Nullable String textOf(StoredRow row, String column) {
        return column.equals(entity.primaryIdAttribute())
                ? row.id().toString()
                : row.columns().get(column);
    }

    void delete(Collection<UUID> ids) {
        trail.deleted(ids);
        context.sql()
                .deleteFrom(table.table())
                .where(Sql.among(table.id(), ids))
                .execute();
        SecurityChanges.made(context, entity.logicalName());
    }

    /** The columns of some rows, as statements have them. */
    private final class Columns {

        private final Map<String, DataType<?>> types = new HashMap<>();
        private final boolean one;

        /** The types of the columns of these rows alone: an entity has hundreds, and a request knows a handful. */
        Columns(List<StoredRow> rows) {
            one = rows.size() == 1;
            rows.forEach(row -> row.attributes().values().forEach(this::learn));
            learn(entity.attribute(entity.primaryIdAttribute()));
        }

        private void learn(AttributeMetadata attribute) {
            RecordTable.columns(attribute).forEach(column -> types.put(column.getName(), column.getDataType()));
        }

        Query insert(List<String> columns) {
            List<Field<?>> into = new ArrayList<>(fields(columns));
            List<Field<?>> from = new ArrayList<>(given(columns));
            into.add(DSL.field(DSL.name(VERSION), SQLDataType.BIGINT));
            from.add(nextVersion());
            return Sql.text()
                    .insertInto(table.table())
                    .columns(into)
                    .select(DSL.select(from).from(rows(columns)));
        }

        Query update(List<String> columns) {
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
            return Sql.text()
                    .update(table.table().as(DSL.name("t")))
                    .set(changes)
                    .from(rows(withId))
                    .where(id.eq(given(entity.primaryIdAttribute()).cast(SQLDataType.UUID)));
        }

        private Field<Long> nextVersion() {
            return DSL.sequence(DSL.name(table.schema(), "record$version"), SQLDataType.BIGINT)
                    .nextval();
        }

        private List<Field<?>> fields(List<String> columns) {
            return columns.stream()
                    .<Field<?>>map(column -> DSL.field(DSL.name(column), type(column)))
                    .toList();
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

        /** The rows as the table r: the values of the one, or {@code unnest} of one array of texts for each column. */
        private Table<?> rows(List<String> columns) {
            QueryPart[] parameters = new QueryPart[columns.size()];
            Arrays.setAll(parameters, _ -> one ? DSL.val("", SQLDataType.CLOB) : DSL.val(new String[0], TEXTS));
            String places = IntStream.range(0, parameters.length)
                    .mapToObj(i -> "{" + i + "}")
                    .collect(Collectors.joining(", "));
            Name[] names = columns.stream().map(DSL::name).toArray(Name[]::new);
            return DSL.table(one ? "(values (" + places + "))" : "unnest(" + places + ")", parameters)
                    .as(DSL.name("r"), names);
        }
    }
}
