package io.nightshift.platform.metadata;

/**
 * A relationship of one record with many that refer to it by a lookup; seen from these, it is the many-to-one
 * relationship (Dynamics: OneToManyRelationshipMetadata). A lookup of several entities has one for each.
 *
 * @param schemaName unique in the organization
 * @param referencedEntity the entity of the one
 * @param referencingEntity the entity of the many
 * @param referencingAttribute the lookup
 */
public record OneToManyRelationshipMetadata(
        String schemaName,
        String referencedEntity,
        String referencingEntity,
        String referencingAttribute,
        CascadeConfiguration cascade) {

    public OneToManyRelationshipMetadata {
        Names.checkRelationship(schemaName);
    }
}
