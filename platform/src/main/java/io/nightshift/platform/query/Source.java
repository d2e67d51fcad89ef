package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.UniqueIdentifierType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import java.util.List;
import java.util.Map;

/**
 * One appearance of an entity, or of the pairs of a many-to-many relationship, in a query.
 *
 * @param alias unique in the query
 * @param entity the logical name, which is that of the table
 * @param attributes what can be asked about
 * @param key the attributes that together tell one row from another, never null
 */
record Source(String alias, String entity, Map<String, AttributeMetadata> attributes, List<AttributeMetadata> key) {

    static Source of(String alias, EntityMetadata entity) {
        return new Source(
                alias,
                entity.logicalName(),
                entity.attributes(),
                List.of(entity.attribute(entity.primaryIdAttribute())));
    }

    static Source of(String alias, ManyToManyRelationshipMetadata pairs) {
        AttributeMetadata one = AttributeMetadata.of(pairs.entity1Attribute(), new UniqueIdentifierType());
        AttributeMetadata two = AttributeMetadata.of(pairs.entity2Attribute(), new UniqueIdentifierType());
        return new Source(
                alias,
                pairs.intersectEntityName(),
                Map.of(one.logicalName(), one, two.logicalName(), two),
                List.of(one, two));
    }

    Expression.Column column(AttributeMetadata attribute) {
        return new Expression.Column(alias, entity, attribute, key.contains(attribute));
    }
}
