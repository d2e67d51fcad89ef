package io.nightshift.sdk.metadata;

import java.util.List;

/**
 * An entity as RetrieveEntity answers it (Dynamics: EntityMetadata).
 *
 * @param header what concerns the entity as a whole
 * @param attributes in the order of its definition
 * @param manyToOneRelationships those of its lookups
 * @param oneToManyRelationships those of others' lookups that lead to it
 */
public record EntityMetadata(
        EntityHeader header,
        List<AttributeMetadata> attributes,
        List<EntityKeyMetadata> keys,
        List<OneToManyRelationshipMetadata> manyToOneRelationships,
        List<OneToManyRelationshipMetadata> oneToManyRelationships,
        List<ManyToManyRelationshipMetadata> manyToManyRelationships) {

    public EntityMetadata {
        attributes = List.copyOf(attributes);
        keys = List.copyOf(keys);
        manyToOneRelationships = List.copyOf(manyToOneRelationships);
        oneToManyRelationships = List.copyOf(oneToManyRelationships);
        manyToManyRelationships = List.copyOf(manyToManyRelationships);
    }

    /** The logical name. */
    public String logicalName() {
        return header.logicalName();
    }
}
