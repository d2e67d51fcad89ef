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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

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
    private final OrganizationMetadata metadata;
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
        this.metadata = organization.metadata();
        this.schema = organization.schema();
        this.tables = new TableStatements(schema);
    }

    /** The metadata as it stood when these changes were begun. */
    public OrganizationMetadata metadata() {
        return metadata;
    }

    /** Creates a custom entity with its table; its name begins with a customization prefix, as {@code new_ship} does. */
    public OrganizationMetadata createEntity(EntityMetadata entity) throws SQLException {
        return createEntity(_ -> entity);
    }

    /** The same with an entity that depends on those that are there. */
    public OrganizationMetadata createEntity(Function<OrganizationMetadata, EntityMetadata> definition)
            throws SQLException {
        return changes.apply(schema, metadata -> {
            EntityMetadata entity = definition.apply(metadata);
            CustomizationRules.checkCustom(
                    entity.custom() && entity.logicalName().contains("_"), "entity", entity.logicalName());
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

    /** Changes what an entity is called and how it is audited. */
    public OrganizationMetadata updateEntity(String name, UnaryOperator<EntityMetadata> change) throws SQLException {
        return changes.apply(schema, metadata -> {
            EntityMetadata had = metadata.entity(name);
            EntityMetadata has = change.apply(had);
            return changed(metadata, had.withNames(has.names()).withAuditing(has.auditing()), List.of());
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
        List<OneToManyRelationshipMetadata> relationships = new ArrayList<>();
        for (String target : attribute.type().targetEntities()) {
            relationships.add(new OneToManyRelationshipMetadata(
                    target + "_" + entityName + "_" + name, target, entityName, name, cascade));
        }
        return createAttribute(entityName, attribute, relationships, true);
    }

    /**
     * Adds an attribute, empty in every record.
     *
     * @param relationships one for each entity that a lookup may refer to
     * @param audited whether its changes are audited where those of the entity are
     */
    public OrganizationMetadata createAttribute(
            String entityName,
            AttributeMetadata attribute,
            List<OneToManyRelationshipMetadata> relationships,
            boolean audited)
            throws SQLException {
        String name = attribute.logicalName();
        CustomizationRules.checkCustom(attribute.custom() && name.contains("_"), "attribute", name);
        return changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            if (entity.find(name).isPresent()) {
                throw FaultCode.DUPLICATE_ATTRIBUTE.fault(
                        "The entity " + entityName + " has an attribute " + name + " already.");
            }
            CustomizationRules.checkOwnRows(entity);
            EntityMetadata widened = entity.with(attribute, relationships);
            return changed(
                    metadata,
                    widened.withAuditing(widened.auditing().with(name, audited)),
                    tables.add(widened, attribute));
        });
    }

    /** Changes what an attribute is called, asked for, and limited to; its kind stays. Values that are stored are not checked again. */
    public OrganizationMetadata updateAttribute(String entityName, AttributeMetadata attribute) throws SQLException {
        return updateAttribute(entityName, attribute.logicalName(), (_, _) -> attribute, null);
    }

    /**
     * The same, from what the attribute is.
     *
     * @param audited whether its changes are audited; null leaves that as it is
     */
    public OrganizationMetadata updateAttribute(
            String entityName,
            String name,
            BiFunction<EntityMetadata, AttributeMetadata, AttributeMetadata> change,
            @Nullable Boolean audited)
            throws SQLException {
        return changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            AttributeMetadata had = entity.attribute(name);
            AttributeMetadata has = change.apply(entity, had);
            CustomizationRules.checkKind(entityName, had, has);
            List<OneToManyRelationshipMetadata> relationships = entity.manyToOne().stream()
                    .filter(relationship -> relationship.referencingAttribute().equals(name))
                    .toList();
            EntityMetadata changed = entity.with(has, relationships);
            return changed(
                    metadata,
                    audited == null
                            ? changed
                            : changed.withAuditing(entity.auditing().with(name, audited)),
                    List.of());
        });
    }

    /** Removes a custom attribute with its values, unless a key or the primary name needs it. */
    public OrganizationMetadata deleteAttribute(String entityName, String name) throws SQLException {
        OrganizationMetadata left = changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            CustomizationRules.checkRemovable(entity, entity.attribute(name));
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
                CustomizationRules.checkOwnRows(entity);
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

    /** Removes an alternate key. */
    public OrganizationMetadata deleteKey(String entityName, String name) throws SQLException {
        return changes.apply(schema, metadata -> {
            EntityMetadata entity = metadata.entity(entityName);
            EntityKeyMetadata key = entity.key(name);
            List<EntityKeyMetadata> keys = new ArrayList<>(entity.keys());
            keys.remove(key);
            return changed(metadata, entity.withKeys(keys), List.of(tables.drop(entity, key)));
        });
    }

    /** Adds a many-to-many relationship with its table of pairs. */
    public OrganizationMetadata createManyToMany(ManyToManyRelationshipMetadata pair) throws SQLException {
        CustomizationRules.checkCustom(
                pair.intersectEntityName().contains("_"), "intersect entity", pair.intersectEntityName());
        return changes.apply(schema, metadata -> PairChange.adding(metadata, pair, tables));
    }

    /** Removes a many-to-many relationship of the organization's own with its pairs. */
    public OrganizationMetadata deleteManyToMany(String schemaName) throws SQLException {
        AtomicReference<String> table = new AtomicReference<>("");
        OrganizationMetadata left = changes.apply(schema, metadata -> {
            ManyToManyRelationshipMetadata pair = PairChange.own(metadata, schemaName);
            table.set(pair.intersectEntityName());
            return PairChange.removing(metadata, pair);
        });
        afterwards(
                metadata -> metadata.manyToMany().stream()
                        .noneMatch(pair -> pair.intersectEntityName().equals(table.get())),
                List.of(tables.drop(table.get())));
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
}
