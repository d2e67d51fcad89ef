package io.nightshift.sdk.metadata;

/**
 * A relationship of one record with many that refer to it by a lookup (Dynamics: OneToManyRelationshipMetadata).
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
        CascadeConfiguration cascadeConfiguration) {}
