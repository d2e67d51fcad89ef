package io.nightshift.platform.metadata;

/**
 * What people and URLs call an entity.
 *
 * @param displayName one record of it
 * @param displayCollectionName several
 * @param entitySetName its collection in the Web API
 * @param objectTypeCode its number; 10000 and more for custom entities
 */
public record EntityNames(String displayName, String displayCollectionName, String entitySetName, int objectTypeCode) {

    public EntityNames {
        Names.checkLabel("the entity", displayName);
        Names.checkLabel("the entity", displayCollectionName);
        Names.check("entity set", entitySetName);
    }
}
