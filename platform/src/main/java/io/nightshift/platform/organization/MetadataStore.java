package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.platform.metadata.DefinitionWriter;
import io.nightshift.platform.metadata.Definitions;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.metadata.StandardEntities;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Sequence;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The metadata of one organization as its schema keeps it: a definition for each entity and many-to-many relationship,
 * and one row with their version. The dollar sign in these names keeps them apart from every entity.
 */
final class MetadataStore {

    private static final Field<Long> VERSION = DSL.field(DSL.name("version"), SQLDataType.BIGINT.notNull());
    private static final Field<Long> REGISTRATIONS = DSL.field(DSL.name("registrations"), SQLDataType.BIGINT.notNull());
    private static final Field<Long> VERSION_SEEN = DSL.field(DSL.name("v", "version"), SQLDataType.BIGINT);
    private static final Field<Integer> STANDARD = DSL.field(DSL.name("standard"), SQLDataType.INTEGER.notNull());
    private static final Field<Integer> ONE = DSL.field(DSL.name("one"), SQLDataType.INTEGER.notNull());
    private static final Field<String> NAME = DSL.field(DSL.name("name"), RecordTable.TEXT.notNull());
    private static final Field<String> DEFINITION = DSL.field(DSL.name("definition"), RecordTable.TEXT.notNull());

    /** The metadata and the version of the standard entities it was last brought up to. */
    record Stored(OrganizationMetadata metadata, long registrations, int standard) {}

    /** What a request looks at to see whether what is remembered still holds. */
    record Versions(long metadata, long registrations, long security) {}

    private final String schema;
    private final Table<Record> versions;
    private final Table<Record> definitions;

    MetadataStore(String schema) {
        this.schema = schema;
        this.versions = DSL.table(DSL.name(schema, "metadata$version"));
        this.definitions = DSL.table(DSL.name(schema, "metadata$definition"));
    }

    /** The numbers from which row versions are taken: they only grow, over all tables of the organization. */
    static Sequence<Long> recordVersions(String schema) {
        return DSL.sequence(DSL.name(schema, "record$version"), SQLDataType.BIGINT);
    }

    /** Whether the organization has its schema. Asks the catalog, because a failed select would end the transaction. */
    boolean exists(Connection connection) {
        // The schema's name consists of letters, digits and underscores (SchemaName), so it needs no escaping.
        Field<String> found =
                DSL.field("to_regclass({0})::text", String.class, DSL.val('"' + schema + "\".\"metadata$version\""));
        return Sql.on(connection).select(found).fetchSingle().value1() != null;
    }

    void create(Connection connection) {
        DSLContext sql = Sql.on(connection);
        sql.createSchema(DSL.name(schema)).execute();
        sql.createSequence(DSL.name(schema, "record$version")).cache(32).execute();
        sql.createTable(versions)
                .column(ONE)
                .column(VERSION)
                .column(REGISTRATIONS)
                .column(STANDARD)
                .constraint(DSL.primaryKey(ONE))
                .execute();
        sql.createTable(definitions)
                .column(NAME)
                .column(DEFINITION)
                .constraint(DSL.primaryKey(NAME))
                .execute();
        sql.insertInto(versions, ONE, VERSION, REGISTRATIONS, STANDARD)
                .values(1, 0L, 0L, 0)
                .execute();
        SecurityRecords.create(sql, schema);
        ChangeTracking.create(sql, schema);
        FileBlocks.create(sql, schema);
        MailPasswords.create(sql, schema);
    }

    /** All versions, in one look at two rows. Every request looks, so the text of the statement is kept. */
    Versions versions(Connection connection, StatementTexts texts) throws SQLException {
        String text = texts.text(
                "versions",
                () -> Sql.text()
                        .select(VERSION_SEEN, REGISTRATIONS, SecurityRecords.VERSION)
                        .from(versions.as(DSL.name("v")))
                        .crossJoin(SecurityRecords.versions(schema))
                        .getSQL());
        try (PreparedStatement statement = connection.prepareStatement(text);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Versions(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    /** Whether the organization's record says that changes are audited. */
    boolean audited(Connection connection) {
        return Sql.on(connection)
                .select(DSL.boolOr(
                        DSL.coalesce(DSL.field(DSL.name("isauditenabled"), SQLDataType.BOOLEAN), DSL.inline(false))))
                .from(DSL.table(DSL.name(schema, "organization")))
                .fetchOptional(0, Boolean.class)
                .orElse(false);
    }

    /**
     * Tells all nodes that registrations have changed, when the transaction commits. The number comes from a sequence, so
     * that one which was seen in a transaction that was rolled back never comes again with another meaning.
     */
    void registrationsChanged(Connection connection) {
        Sql.on(connection)
                .update(versions)
                .set(REGISTRATIONS, recordVersions(schema).nextval())
                .execute();
    }

    /** Waits until no other change of this organization's metadata is under way, and keeps others out until the end of the transaction. */
    void lock(Connection connection) {
        Sql.on(connection).select(VERSION).from(versions).forUpdate().fetchSingle();
    }

    /** Everything, in one statement and so of one moment. */
    Stored load(Connection connection) {
        Result<? extends Record> rows = Sql.on(connection)
                .select(VERSION, REGISTRATIONS, STANDARD, NAME, DEFINITION)
                .from(versions)
                .leftJoin(definitions)
                .on(DSL.trueCondition())
                .fetch();
        List<EntityMetadata> entities = new ArrayList<>();
        List<ManyToManyRelationshipMetadata> manyToMany = new ArrayList<>();
        for (Record row : rows) {
            Optional.ofNullable(row.get(DEFINITION)).ifPresent(text -> {
                Definitions read = StandardEntities.shipped(text)
                        .orElseGet(() -> DefinitionReader.read(schema + "." + row.get(NAME), text));
                entities.addAll(read.entities());
                manyToMany.addAll(read.manyToMany());
            });
        }
        return new Stored(
                new OrganizationMetadata(rows.getFirst().get(VERSION), entities, manyToMany),
                rows.getFirst().get(REGISTRATIONS),
                rows.getFirst().get(STANDARD));
    }

    void save(Connection connection, EntityMetadata entity) {
        save(connection, entity.logicalName(), DefinitionWriter.write(entity));
    }

    void save(Connection connection, ManyToManyRelationshipMetadata pair) {
        save(connection, pair.intersectEntityName(), DefinitionWriter.write(pair));
    }

    private void save(Connection connection, String name, String definition) {
        Sql.on(connection)
                .insertInto(definitions, NAME, DEFINITION)
                .values(name, definition)
                .onConflict(NAME)
                .doUpdate()
                .set(DEFINITION, definition)
                .execute();
    }

    void remove(Connection connection, String name) {
        Sql.on(connection).deleteFrom(definitions).where(NAME.eq(name)).execute();
    }

    void advance(Connection connection, long version, int standard) {
        Sql.on(connection)
                .update(versions)
                .set(VERSION, version)
                .set(STANDARD, standard)
                .execute();
    }
}
