package io.nightshift.platform.metadata;

/**
 * A relationship of many with many, kept in a table of pairs (Dynamics: ManyToManyRelationshipMetadata).
 *
 * @param schemaName unique in the organization
 * @param intersectEntityName the table of pairs, and the name by which queries link through it
 */
public record ManyToManyRelationshipMetadata(
        String schemaName, String intersectEntityName, String entity1, String entity2) {

    public ManyToManyRelationshipMetadata {
        Names.checkRelationship(schemaName);
        Names.check("intersect entity", intersectEntityName);
    }

    /** The column with the id of the first entity's record. */
    public String entity1Attribute() {
        return entity1.equals(entity2) ? entity1 + "idone" : entity1 + "id";
    }

    /** The column with the id of the second entity's record. */
    public String entity2Attribute() {
        return entity1.equals(entity2) ? entity2 + "idtwo" : entity2 + "id";
    }
}
