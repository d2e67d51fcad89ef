package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.Definitions;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.metadata.StandardEntities;
import io.nightshift.platform.security.OrganizationSecurity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The organizations of a database, each with a schema of its own. Nothing happens at start, and nothing is polled: a
 * schema is made when its organization is first used, brought up to the shipped standard entities when it is older, and
 * its metadata is kept in memory until a look at its version, with each request, shows another. Thread-safe.
 */
public final class Organizations {

    /** Makes the records that every organization begins with, in the transaction that makes its tables. */
    @FunctionalInterface
    public interface FirstRecords {
        /** Writes them. */
        void make(Connection connection, Organization organization) throws SQLException;
    }

    /** Which number the engine has given an organization. */
    @FunctionalInterface
    public interface Numbers {
        /** Asked when an organization is first used here; an exception says that there is none of this name. */
        int of(Connection connection, String name) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Organizations.class);
    private static final Set<String> MADE_MEANWHILE = Set.of("42P06", "42P07", "23505");

    private final OrganizationDatabase database;
    private final Numbers numbers;
    private final FirstRecords firstRecords;
    private final Map<String, Organization> opened = new ConcurrentHashMap<>();

    /**
     * The organizations of this database.
     *
     * @param numbers which organizations there are
     */
    public Organizations(OrganizationDatabase database, Numbers numbers, FirstRecords firstRecords) {
        this.database = database;
        this.numbers = numbers;
        this.firstRecords = firstRecords;
    }

    /**
     * The organization with its metadata as the connection's transaction sees it. One statement on this connection when
     * nothing has changed; where the schema has to be made or brought up to date, a transaction of another connection.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040217 when there is no such organization
     */
    public Organization open(Connection connection, String name) throws SQLException {
        Organization remembered = opened.get(name);
        String schema = SchemaName.of(name);
        MetadataStore store = new MetadataStore(schema);
        if (remembered != null) {
            MetadataStore.Versions versions = store.versions(connection, remembered.texts());
            if (versions.metadata() == remembered.metadata().version()) {
                return versions.registrations() == remembered.registrations()
                                && versions.security() == remembered.security().version()
                        ? remembered
                        : remember(remembered, versions, store.audited(connection));
            }
        }
        int number = numbers.of(connection, name);
        if (remembered == null && !store.exists(connection)) {
            make(name, schema, number);
        }
        MetadataStore.Stored stored = store.load(connection);
        if (stored.standard() < StandardEntities.VERSION) {
            bringUpToDate(schema);
            stored = store.load(connection);
        }
        MetadataStore.Versions versions = store.versions(connection, new StatementTexts());
        return remember(
                new Organization(name, schema, number, stored.metadata(), 0, OrganizationSecurity.none()),
                new MetadataStore.Versions(stored.metadata().version(), stored.registrations(), versions.security()),
                store.audited(connection));
    }

    /** The same without making it: empty when it has no tables yet. */
    public Optional<Organization> find(Connection connection, String name) throws SQLException {
        boolean isThere = opened.containsKey(name) || new MetadataStore(SchemaName.of(name)).exists(connection);
        return isThere ? Optional.of(open(connection, name)) : Optional.empty();
    }

    /** Remembers it as it is at these versions; who may do what is found out anew where that has changed. */
    private Organization remember(Organization organization, MetadataStore.Versions versions, boolean audited) {
        OrganizationSecurity security = organization.security();
        if (security.version() != versions.security()) {
            security = OrganizationSecurity.of(
                    versions.security(),
                    organization.systemUserId(),
                    new SecurityRecords(organization.schema(), organization.administratorRoleId()));
        }
        Organization seen = new Organization(
                organization.name(),
                organization.schema(),
                organization.number(),
                organization.metadata(),
                versions.registrations(),
                security,
                audited,
                organization.texts());
        opened.put(seen.name(), seen);
        return seen;
    }

    /** The organization as it was last seen here, without asking the database; null when it never was. */
    public @Nullable Organization remembered(String name) {
        return opened.get(name);
    }

    /** To be called in each transaction that changes a record which says what happens on requests. */
    public static void registrationsChanged(Connection connection, Organization organization) {
        new MetadataStore(organization.schema()).registrationsChanged(connection);
    }

    /** Forgets what is remembered of an organization; the next request reads it anew. */
    public void forget(String name) {
        opened.remove(name);
    }

    /** The schema's name; it is the same on every node. */
    static String schemaOf(String name) {
        return SchemaName.of(name);
    }

    private void make(String name, String schema, int number) throws SQLException {
        Definitions standard = StandardEntities.definitions();
        OrganizationMetadata metadata = new OrganizationMetadata(1, standard.entities(), standard.manyToMany());
        MetadataStore store = new MetadataStore(schema);
        try {
            database.inTransaction(connection -> {
                store.create(connection);
                createTables(connection, schema, standard);
                standard.entities().forEach(entity -> store.save(connection, entity));
                standard.manyToMany().forEach(pair -> store.save(connection, pair));
                store.advance(connection, metadata.version(), StandardEntities.VERSION);
                firstRecords.make(
                        connection, new Organization(name, schema, number, metadata, 0, OrganizationSecurity.none()));
                return metadata;
            });
            LOG.info("Made the schema {} of the organization '{}'", schema, name);
        } catch (SQLException e) {
            // Another node was quicker; this transaction waited for it and was refused.
            if (!MADE_MEANWHILE.contains(Optional.ofNullable(e.getSQLState()).orElse(""))) {
                throw e;
            }
            LOG.debug("The schema {} was made by another", schema);
        }
    }

    /** All tables and indexes in one round trip. */
    private static void createTables(Connection connection, String schema, Definitions standard) throws SQLException {
        TableStatements tables = new TableStatements(schema);
        try (Statement statement = connection.createStatement()) {
            statement.execute(Stream.concat(
                            standard.entities().stream().flatMap(entity -> tables.create(entity).stream()),
                            standard.manyToMany().stream().flatMap(pair -> tables.create(pair).stream()))
                    .map(Query::getSQL)
                    .collect(Collectors.joining(";\n")));
        }
    }

    /** Adds what this version ships and the organization lacks; nothing is taken away. */
    private void bringUpToDate(String schema) throws SQLException {
        database.inTransaction(connection -> {
            MetadataStore store = new MetadataStore(schema);
            store.lock(connection);
            MetadataStore.Stored stored = store.load(connection);
            if (stored.standard() < StandardEntities.VERSION) {
                OrganizationMetadata changed = upgraded(connection, store, schema, stored.metadata());
                store.advance(connection, changed.version(), StandardEntities.VERSION);
                LOG.info("Brought the schema {} up to version {}", schema, StandardEntities.VERSION);
            }
            return null;
        });
    }

    private static OrganizationMetadata upgraded(
            Connection connection, MetadataStore store, String schema, OrganizationMetadata stored) {
        TableStatements tables = new TableStatements(schema);
        OrganizationMetadata.Builder changed = stored.change();
        for (EntityMetadata shipped : StandardEntities.definitions().entities()) {
            EntityMetadata had = stored.find(shipped.logicalName()).orElse(null);
            EntityMetadata has = shipped;
            List<Query> statements = had == null ? tables.create(shipped) : new ArrayList<>();
            if (had != null) {
                for (AttributeMetadata own : had.all()) {
                    if (own.custom() || shipped.find(own.logicalName()).isEmpty()) {
                        has = has.with(own, relationshipsOf(had, own));
                    }
                }
                has = has.withKeys(had.keys()).withAuditing(had.auditing());
                for (AttributeMetadata attribute : has.all()) {
                    if (had.find(attribute.logicalName()).isEmpty()) {
                        statements.addAll(tables.add(has, attribute));
                    }
                }
            }
            statements.forEach(Sql.on(connection)::execute);
            store.save(connection, has);
            changed.put(has);
        }
        for (ManyToManyRelationshipMetadata pair :
                StandardEntities.definitions().manyToMany()) {
            if (stored.manyToMany(pair.schemaName()).isEmpty()) {
                tables.create(pair).forEach(Sql.on(connection)::execute);
                store.save(connection, pair);
                changed.put(pair);
            }
        }
        return changed.next();
    }

    private static List<OneToManyRelationshipMetadata> relationshipsOf(EntityMetadata entity, AttributeMetadata own) {
        return entity.manyToOne().stream()
                .filter(relationship -> relationship.referencingAttribute().equals(own.logicalName()))
                .toList();
    }
}
