package io.nightshift.sdk.metadata;

/**
 * A relationship of many with many (Dynamics: ManyToManyRelationshipMetadata).
 *
 * @param schemaName unique in the organization
 * @param intersectEntityName the table of pairs
 */
public record ManyToManyRelationshipMetadata(
        String schemaName, String intersectEntityName, String entity1LogicalName, String entity2LogicalName) {}
