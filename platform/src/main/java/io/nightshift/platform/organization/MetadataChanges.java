package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.CascadeConfiguration;
import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jooq.Query;

/**
 * Creates, changes and removes custom entities, attributes, alternate keys and relationships of one organization while
 * its records are in use. Each method is one transaction of its own; other organizations notice nothing.
 *
 * <p>What is removed disappears from the metadata first and from the tables afterwards, so that requests which began
 * before still find their columns. Thread-safe.
 */
public final class MetadataChanges {

    private final SchemaChanges changes;
    private final EntityListener listener;
    private final String schema;
    private final TableStatements tables;

    /** Is told of custom entities in the transaction that makes or removes them. */
    public interface EntityListener {
        /** The entity is there, with its table. */
        void created(Connection connection, EntityMetadata entity);

        /** The entity is not there any more. */
        void removed(Connection connection, EntityMetadata entity);
    }

    /** Changes of the metadata of this organization, whose schema exists. */
    public MetadataChanges(OrganizationDatabase database, Organization organization, EntityListener listener) {
        this.listener = listener;
        this.changes = new SchemaChanges(database);
        this.schema = organization.schema();
        this.tables = new TableStatements(schema);
    }

    /** Creates a custom entity with its table; its name begins with a customization prefix, as {@code new_ship} does. */
    public OrganizationMetadata createEntity(EntityMetadata entity) throws SQLException {
        checkCustom(entity.custom() && entity.logicalName().contains("_"), "entity", entity.logicalName());
        return changes.apply(schema, metadata -> {
            if (metadata.find(entity.logicalName()).isPresent()) {
                throw FaultCode.INVALID_SCHEMA_NAME.fault("There is an entity " + entity.logicalName() + " already.");
            }
            return new SchemaChange(
                    metadata.change().put(entity).next(), tables.create(entity), (store, connection) -> {
                        store.save(connection, entity);
                        listener.created(connection, entity);
                    });
        });
    }

    /** Removes a custom entity with its records, unless lookups or relationships of others name it. */
    public OrganizationMetadata deleteEntity(String name) throws SQLException {
        OrganizationMetadata left = changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(name);
            if (!entity.custom()) {
                throw FaultCode.ENTITY_NOT_CUSTOMIZABLE.fault("The standard entity " + name + " cannot be removed.");
            }
            metadata.manyToMany().stream()
                    .filter(pair ->
                            pair.entity1().equals(name) || pair.entity2().equals(name))
                    .findFirst()
                    .ifPresent(pair -> {
                        throw FaultCode.CANNOT_DELETE_DUE_TO_ASSOCIATION.fault(
                                "Remove the relationship " + pair.schemaName() + " before the entity " + name + ".");
                    });
            return new SchemaChange(metadata.change().remove(entity).next(), List.of(), (store, connection) -> {
                store.remove(connection, name);
                listener.removed(connection, entity);
            });
        });
        afterwards(metadata -> metadata.find(name).isEmpty(), List.of(tables.drop(name)));
        return left;
    }

    /**
     * Adds an attribute, empty in every record.
     *
     * @param cascade the rules of the relationships of a lookup; for other kinds it means nothing
     */
    public OrganizationMetadata createAttribute(
            String entityName, AttributeMetadata attribute, CascadeConfiguration cascade) throws SQLException {
        String name = attribute.logicalName();
        checkCustom(attribute.custom() && name.contains("_"), "attribute", name);
        List<OneToManyRelationshipMetadata> relationships = new ArrayList<>();
        for (String target : attribute.type().targetEntities()) {
            relationships.add(new OneToManyRelationshipMetadata(
                    target + "_" + entityName + "_" + name, target, entityName, name, cascade));
        }
        return changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            if (entity.find(name).isPresent()) {
                throw FaultCode.DUPLICATE_ATTRIBUTE.fault(
                        "The entity " + entityName + " has an attribute " + name + " already.");
            }
            checkOwnRows(entity);
            EntityMetadata widened = entity.with(attribute, relationships);
            return changed(metadata, widened, tables.add(widened, attribute));
        });
    }

    /** Changes what an attribute is called, asked for, and limited to; its kind stays. Values that are stored are not checked again. */
    public OrganizationMetadata updateAttribute(String entityName, AttributeMetadata attribute) throws SQLException {
        return changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            AttributeMetadata had = entity.attribute(attribute.logicalName());
            if (had.custom() != attribute.custom()
                    || had.type().getClass() != attribute.type().getClass()
                    || !had.type().targetEntities().equals(attribute.type().targetEntities())
                    || !RecordTable.dataType(had).equals(RecordTable.dataType(attribute))) {
                throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + attribute.logicalName() + " of " + entityName
                        + " keeps its kind; make a new attribute of the other kind.");
            }
            List<OneToManyRelationshipMetadata> relationships = entity.manyToOne().stream()
                    .filter(relationship -> relationship.referencingAttribute().equals(attribute.logicalName()))
                    .toList();
            return changed(metadata, entity.with(attribute, relationships), List.of());
        });
    }

    /** Removes a custom attribute with its values, unless a key or the primary name needs it. */
    public OrganizationMetadata deleteAttribute(String entityName, String name) throws SQLException {
        OrganizationMetadata left = changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            if (!entity.attribute(name).custom()) {
                throw FaultCode.ATTRIBUTE_NOT_CUSTOM.fault(
                        "The standard attribute " + name + " of " + entityName + " cannot be removed.");
            }
            if (name.equals(entity.primaryNameAttribute()) || name.equals(entity.primaryIdAttribute())) {
                throw FaultCode.CANNOT_DELETE_PRIMARY_ATTRIBUTE.fault(
                        "The attribute " + name + " names the records of " + entityName + " and cannot be removed.");
            }
            return changed(metadata, entity.without(name), List.of());
        });
        EntityMetadata entity = left.entity(entityName);
        afterwards(
                metadata -> metadata.find(entityName)
                        .filter(now -> now.find(name).isEmpty())
                        .isPresent(),
                tables.dropColumns(entity, name));
        return left;
    }

    /** Adds an alternate key; 0x80060892 when records have the same values already. */
    public OrganizationMetadata createKey(String entityName, EntityKeyMetadata key) throws SQLException {
        try {
            return changes.apply(schema, metadata -> {
                EntityMetadata entity = metadata.entity(entityName);
                checkOwnRows(entity);
                List<EntityKeyMetadata> keys = new ArrayList<>(entity.keys());
                keys.add(key);
                return changed(metadata, entity.withKeys(keys), List.of(tables.create(entity, key)));
            });
        } catch (SQLException e) {
            if ("23505".equals(e.getSQLState())) {
                throw new OrganizationServiceFault(
                        FaultCode.DUPLICATE_RECORD_ENTITY_KEY.code(),
                        "Records of " + entityName + " have the same values of " + String.join(", ", key.attributes())
                                + "; make them different before they become a key.",
                        e);
            }
            throw e;
        }
    }

    private static void checkOwnRows(EntityMetadata entity) {
        if (entity.virtual()) {
            throw FaultCode.ENTITY_NOT_CUSTOMIZABLE.fault("The records of " + entity.logicalName()
                    + " do not lie in a table of the organization, so it cannot be customized.");
        }
    }

    /** Removes an alternate key. */
    public OrganizationMetadata deleteKey(String entityName, String name) throws SQLException {
        return changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            EntityKeyMetadata key = entity.keys().stream()
                    .filter(candidate -> candidate.logicalName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> FaultCode.ENTITY_KEY_NOT_DEFINED.fault(
                            "The entity " + entityName + " has no key of that name."));
            List<EntityKeyMetadata> keys = new ArrayList<>(entity.keys());
            keys.remove(key);
            return changed(metadata, entity.withKeys(keys), List.of(tables.drop(entity, key)));
        });
    }

    /** Adds a many-to-many relationship with its table of pairs. */
    public OrganizationMetadata createManyToMany(ManyToManyRelationshipMetadata pair) throws SQLException {
        checkCustom(pair.intersectEntityName().contains("_"), "intersect entity", pair.intersectEntityName());
        return changes.apply(schema, metadata -> {
            if (metadata.manyToMany(pair.schemaName()).isPresent()) {
                throw FaultCode.RELATIONSHIP_EXISTS.fault("There is a relationship " + pair.schemaName() + " already.");
            }
            return new SchemaChange(
                    metadata.change().put(pair).next(),
                    tables.create(pair),
                    (store, connection) -> store.save(connection, pair));
        });
    }

    /** Removes a many-to-many relationship of the organization's own with its pairs. */
    public OrganizationMetadata deleteManyToMany(String schemaName) throws SQLException {
        String[] table = new String[1];
        OrganizationMetadata left = changes.apply(schema, metadata -> {
            ManyToManyRelationshipMetadata pair = metadata.manyToMany(schemaName)
                    .filter(candidate -> candidate.intersectEntityName().contains("_"))
                    .orElseThrow(() -> FaultCode.INVALID_RELATIONSHIP_TYPE.fault(
                            "There is no custom many-to-many relationship of that name."));
            table[0] = pair.intersectEntityName();
            return new SchemaChange(
                    metadata.change().remove(pair).next(),
                    List.of(),
                    (store, connection) -> store.remove(connection, pair.intersectEntityName()));
        });
        afterwards(
                metadata -> metadata.manyToMany().stream()
                        .noneMatch(pair -> pair.intersectEntityName().equals(table[0])),
                List.of(tables.drop(table[0])));
        return left;
    }

    /** The second half of a removal, unless the name has been taken again since. */
    private void afterwards(Predicate<OrganizationMetadata> stillGone, List<Query> statements) throws SQLException {
        changes.apply(
                schema,
                metadata -> new SchemaChange(
                        metadata, stillGone.test(metadata) ? statements : List.of(), (store, connection) -> {}));
    }

    private static SchemaChange changed(OrganizationMetadata metadata, EntityMetadata entity, List<Query> statements) {
        return new SchemaChange(
                metadata.change().put(entity).next(),
                statements,
                (store, connection) -> store.save(connection, entity));
    }

    private static void checkCustom(boolean holds, String what, String name) {
        if (!holds) {
            throw FaultCode.INVALID_SCHEMA_NAME.fault("The " + what + " " + name
                    + " is the organization's own, so its name begins with a customization prefix, as new_size does.");
        }
    }
}
