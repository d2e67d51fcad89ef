package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.sdk.FaultCode;
import java.util.List;

/** What changes with a many-to-many relationship. */
final class PairChange {

    private PairChange() {}

    static SchemaChange adding(
            OrganizationMetadata metadata, ManyToManyRelationshipMetadata pair, TableStatements tables) {
        if (metadata.manyToMany(pair.schemaName()).isPresent()) {
            throw FaultCode.RELATIONSHIP_EXISTS.fault("There is a relationship " + pair.schemaName() + " already.");
        }
        return new SchemaChange(
                metadata.change().put(pair).next(),
                tables.create(pair),
                (store, connection) -> store.save(connection, pair));
    }

    /** The relationship of the organization's own with this name. */
    static ManyToManyRelationshipMetadata own(OrganizationMetadata metadata, String schemaName) {
        return metadata.manyToMany(schemaName)
                .filter(candidate -> candidate.intersectEntityName().contains("_"))
                .orElseThrow(() -> FaultCode.INVALID_RELATIONSHIP_TYPE.fault(
                        "There is no custom many-to-many relationship of that name."));
    }

    static SchemaChange removing(OrganizationMetadata metadata, ManyToManyRelationshipMetadata pair) {
        return new SchemaChange(
                metadata.change().remove(pair).next(),
                List.of(),
                (store, connection) -> store.remove(connection, pair.intersectEntityName()));
    }
}
