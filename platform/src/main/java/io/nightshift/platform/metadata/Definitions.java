package io.nightshift.platform.metadata;

import java.util.List;

/**
 * What a definition file says: entities and many-to-many relationships. The format is described in {@code
 * definition/README.md} beside the standard entities; {@link DefinitionReader} reads it, {@link DefinitionWriter} writes
 * it, and what one writes the other reads again as the same.
 */
public record Definitions(List<EntityMetadata> entities, List<ManyToManyRelationshipMetadata> manyToMany) {

    public Definitions {
        entities = List.copyOf(entities);
        manyToMany = List.copyOf(manyToMany);
    }
}
