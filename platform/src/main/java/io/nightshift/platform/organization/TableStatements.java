package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.CascadeType;
import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.CreateTableElementListStep;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The statements that make and change the tables of entities. Columns but the key may be null, so that adding one to a
 * large table takes no time; what is required is checked with the record.
 *
 * <p>Indexes: the key; the name where it is short enough; the lookups whose record, when it is deleted, has to find those
 * that refer to it (only rows that have a value); the owning business unit, by which a user sees what others own; each
 * alternate key, unique. An entity of which only the keys are looked up has those alone.
 */
final class TableStatements {

    /** The longest string that always fits into an index row (see EntityRules.MAX_KEY_BYTES). */
    private static final int INDEXED_LENGTH = 600;

    private final DSLContext sql = Sql.text();
    private final String schema;

    TableStatements(String schema) {
        this.schema = schema;
    }

    List<Query> create(EntityMetadata entity) {
        List<Query> statements = new ArrayList<>();
        if (entity.virtual()) {
            return statements;
        }
        // What an interrupted removal left behind.
        statements.add(drop(entity.tableName()));
        CreateTableElementListStep table = sql.createTable(table(entity));
        for (AttributeMetadata attribute : entity.all()) {
            for (Field<?> column : RecordTable.columns(attribute)) {
                boolean key = attribute.logicalName().equals(entity.primaryIdAttribute());
                table = table.column(column, key ? column.getDataType().notNull() : column.getDataType());
            }
        }
        statements.add(table.constraint(DSL.primaryKey(entity.primaryIdAttribute())));
        String name = entity.primaryNameAttribute();
        if (name != null
                && !entity.keysOnly()
                && entity.attribute(name).type() instanceof StringType text
                && text.maxLength() <= INDEXED_LENGTH) {
            Field<?> folded = RecordTable.columns(entity.attribute(name)).get(1);
            statements.add(sql.createIndex(index(entity, name))
                    .on(table(entity), folded, DSL.field(DSL.name(entity.primaryIdAttribute()))));
        }
        for (String lookup : searchedLookups(entity)) {
            statements.add(lookupIndex(entity, lookup));
        }
        entity.keys().forEach(key -> statements.add(create(entity, key)));
        return statements;
    }

    /** Removes the table of an entity or of pairs. */
    Query drop(String table) {
        return sql.dropTableIfExists(DSL.name(schema, table));
    }

    /** What an attribute more takes; the index of a lookup is the only part that reads the table. */
    List<Query> add(EntityMetadata entity, AttributeMetadata attribute) {
        if (entity.virtual()) {
            return List.of();
        }
        // What an interrupted removal left behind may be of another type.
        List<Query> statements = new ArrayList<>(dropColumns(entity, attribute.logicalName()));
        for (Field<?> column : RecordTable.columns(attribute)) {
            statements.add(sql.alterTable(table(entity)).addColumn(column.getUnqualifiedName(), column.getDataType()));
        }
        if (searchedLookups(entity).contains(attribute.logicalName())) {
            statements.add(lookupIndex(entity, attribute.logicalName()));
        }
        return statements;
    }

    /** Removes all columns that an attribute of this name can have; a column takes its indexes along. */
    List<Query> dropColumns(EntityMetadata entity, String attribute) {
        return Stream.of("", "$folded", "$type")
                .<Query>map(suffix -> sql.alterTable(table(entity)).dropColumnIfExists(DSL.name(attribute + suffix)))
                .toList();
    }

    Query create(EntityMetadata entity, EntityKeyMetadata key) {
        List<Field<?>> columns = new ArrayList<>();
        for (String name : key.attributes()) {
            List<Field<?>> all = RecordTable.columns(entity.attribute(name));
            // Text is unique by its folded value, a reference by id and entity.
            columns.addAll(entity.attribute(name).type().isText() ? all.subList(1, 2) : all);
        }
        return sql.createUniqueIndexIfNotExists(DSL.name(RecordTable.keyIndex(entity, key)))
                .on(table(entity), columns);
    }

    Query drop(EntityMetadata entity, EntityKeyMetadata key) {
        return sql.dropIndexIfExists(DSL.name(schema, RecordTable.keyIndex(entity, key)));
    }

    List<Query> create(ManyToManyRelationshipMetadata pair) {
        Table<?> table = table(pair);
        Field<UUID> one = DSL.field(DSL.name(pair.entity1Attribute()), SQLDataType.UUID.notNull());
        Field<UUID> other = DSL.field(DSL.name(pair.entity2Attribute()), SQLDataType.UUID.notNull());
        return List.of(
                drop(pair.intersectEntityName()),
                sql.createTable(table)
                        .column(DSL.field(DSL.name(pair.intersectEntityName() + "id"), SQLDataType.UUID.notNull()))
                        .column(one)
                        .column(other)
                        .column(DSL.field(DSL.name("versionnumber"), SQLDataType.BIGINT))
                        .constraint(DSL.primaryKey(one, other)),
                sql.createIndex(DSL.name(RecordTable.indexName(pair.intersectEntityName(), pair.entity2Attribute())))
                        .on(table, other));
    }

    private Query lookupIndex(EntityMetadata entity, String lookup) {
        Field<?> column = DSL.field(DSL.name(lookup));
        return sql.createIndexIfNotExists(index(entity, lookup))
                .on(table(entity), column)
                .where(column.isNotNull());
    }

    /** The lookups by which the records that refer to a deleted one are found, and those that a user may see. */
    private static Set<String> searchedLookups(EntityMetadata entity) {
        Set<String> lookups = new TreeSet<>();
        if (entity.keysOnly()) {
            return lookups;
        }
        if (entity.ownership() == OwnershipType.USER) {
            lookups.add("owningbusinessunit");
        }
        for (OneToManyRelationshipMetadata relationship : entity.manyToOne()) {
            if (relationship.cascade().delete() != CascadeType.NO_CASCADE) {
                lookups.add(relationship.referencingAttribute());
            }
        }
        return lookups;
    }

    private Table<?> table(EntityMetadata entity) {
        return DSL.table(DSL.name(schema, entity.tableName()));
    }

    private Table<?> table(ManyToManyRelationshipMetadata pair) {
        return DSL.table(DSL.name(schema, pair.intersectEntityName()));
    }

    private static Name index(EntityMetadata entity, String column) {
        return DSL.name(RecordTable.indexName(entity.logicalName(), column));
    }
}
