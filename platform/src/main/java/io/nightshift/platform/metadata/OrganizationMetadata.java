package io.nightshift.platform.metadata;

import io.nightshift.sdk.FaultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All entities and relationships of an organization at one version. What entities say of each other is checked when it is
 * made. Immutable, and made anew for each change.
 */
public final class OrganizationMetadata {

    private final long version;
    private final Map<String, EntityMetadata> entities;
    private final Map<String, ManyToManyRelationshipMetadata> manyToMany;
    private final Map<String, OneToManyRelationshipMetadata> oneToMany = new HashMap<>();
    private final Map<String, List<OneToManyRelationshipMetadata>> referencing = new HashMap<>();

    /**
     * The metadata of this version.
     *
     * @param version grows with each change
     */
    public OrganizationMetadata(
            long version, Collection<EntityMetadata> entities, Collection<ManyToManyRelationshipMetadata> manyToMany) {
        this.version = version;
        Map<String, EntityMetadata> byName = new TreeMap<>();
        for (EntityMetadata entity : entities) {
            if (byName.put(entity.logicalName(), entity) != null) {
                throw FaultCode.INVALID_SCHEMA_NAME.fault("There is an entity " + entity.logicalName() + " already.");
            }
        }
        this.entities = Collections.unmodifiableMap(byName);
        Map<String, ManyToManyRelationshipMetadata> pairs = new TreeMap<>();
        for (ManyToManyRelationshipMetadata pair : manyToMany) {
            if (pairs.put(pair.schemaName(), pair) != null) {
                throw existsAlready(pair.schemaName());
            }
        }
        this.manyToMany = Collections.unmodifiableMap(pairs);
        this.manyToMany.values().forEach(this::checkPair);
        this.entities.values().forEach(this::checkReferences);
        referencing.replaceAll((_, list) -> List.copyOf(list));
    }

    private void checkReferences(EntityMetadata entity) {
        for (AttributeMetadata attribute : entity.all()) {
            for (String target : attribute.type().targetEntities()) {
                if (!entities.containsKey(target)) {
                    throw FaultCode.ENTITY_NOT_FOUND.fault("The lookup " + attribute.logicalName() + " of "
                            + entity.logicalName() + " names the entity '" + Names.shown(target)
                            + "', which does not exist.");
                }
            }
        }
        for (OneToManyRelationshipMetadata relationship : entity.manyToOne()) {
            List<String> targets = entity.find(relationship.referencingAttribute())
                    .map(attribute -> attribute.type().targetEntities())
                    .orElse(List.of());
            if (!relationship.referencingEntity().equals(entity.logicalName())
                    || !targets.contains(relationship.referencedEntity())) {
                throw FaultCode.INVALID_RELATIONSHIP_TYPE.fault("The relationship " + relationship.schemaName() + " of "
                        + entity.logicalName() + " follows no lookup of that entity.");
            }
            if (manyToMany.containsKey(relationship.schemaName())
                    || oneToMany.put(relationship.schemaName(), relationship) != null) {
                throw existsAlready(relationship.schemaName());
            }
            referencing
                    .computeIfAbsent(relationship.referencedEntity(), _ -> new ArrayList<>())
                    .add(relationship);
        }
    }

    private void checkPair(ManyToManyRelationshipMetadata pair) {
        if (entities.containsKey(pair.intersectEntityName())
                || manyToMany.values().stream()
                                .filter(other -> other.intersectEntityName().equals(pair.intersectEntityName()))
                                .count()
                        > 1) {
            throw FaultCode.INVALID_SCHEMA_NAME.fault(
                    "There is an entity " + pair.intersectEntityName() + " already; name the pairs differently.");
        }
        entity(pair.entity1());
        entity(pair.entity2());
    }

    private static RuntimeException existsAlready(String relationship) {
        return FaultCode.RELATIONSHIP_EXISTS.fault("There is a relationship " + relationship + " already.");
    }

    /** Grows with each change. */
    public long version() {
        return version;
    }

    /** All entities, by their names. */
    public Collection<EntityMetadata> entities() {
        return entities.values();
    }

    /** The entity of this logical name, if there is one. */
    public Optional<EntityMetadata> find(String entity) {
        return Optional.ofNullable(entities.get(entity));
    }

    /**
     * The entity of this logical name.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80041102 when there is none
     */
    public EntityMetadata entity(String entity) {
        return find(entity)
                .orElseThrow(
                        () -> FaultCode.ENTITY_NOT_FOUND.fault("There is no entity '" + Names.shown(entity) + "'."));
    }

    /** The relationships in which records of this entity are the one that others refer to. */
    public List<OneToManyRelationshipMetadata> referencing(String entity) {
        return referencing.getOrDefault(entity, List.of());
    }

    /** The one-to-many relationship of this name, if there is one. */
    public Optional<OneToManyRelationshipMetadata> oneToMany(String schemaName) {
        return Optional.ofNullable(oneToMany.get(schemaName));
    }

    /** The many-to-many relationship of this name, if there is one. */
    public Optional<ManyToManyRelationshipMetadata> manyToMany(String schemaName) {
        return Optional.ofNullable(manyToMany.get(schemaName));
    }

    /** All many-to-many relationships. */
    public Collection<ManyToManyRelationshipMetadata> manyToMany() {
        return manyToMany.values();
    }

    /** Begins the next version. */
    public Builder change() {
        return new Builder(this);
    }

    /** The next version of an organization's metadata while it is put together. Not thread-safe. */
    public static final class Builder {
        private final long version;
        private final Map<String, EntityMetadata> entities;
        private final Map<String, ManyToManyRelationshipMetadata> manyToMany;

        private Builder(OrganizationMetadata from) {
            this.version = from.version + 1;
            this.entities = new LinkedHashMap<>(from.entities);
            this.manyToMany = new LinkedHashMap<>(from.manyToMany);
        }

        /** Adds an entity, or puts it in the place of the one with its name. */
        public Builder put(EntityMetadata entity) {
            entities.put(entity.logicalName(), entity);
            return this;
        }

        /** Takes an entity out. */
        public Builder remove(EntityMetadata entity) {
            entities.remove(entity.logicalName());
            return this;
        }

        /** Adds a many-to-many relationship. */
        public Builder put(ManyToManyRelationshipMetadata pair) {
            manyToMany.put(pair.schemaName(), pair);
            return this;
        }

        /** Takes a many-to-many relationship out. */
        public Builder remove(ManyToManyRelationshipMetadata pair) {
            manyToMany.remove(pair.schemaName());
            return this;
        }

        /** The next version; a fault says what does not fit. */
        public OrganizationMetadata next() {
            return new OrganizationMetadata(version, entities.values(), manyToMany.values());
        }
    }
}
