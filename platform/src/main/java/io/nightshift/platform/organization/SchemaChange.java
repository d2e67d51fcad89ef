package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.OrganizationMetadata;
import java.sql.Connection;
import java.util.List;
import org.jooq.Query;

/**
 * One change of an organization's metadata.
 *
 * @param metadata what it is afterwards
 * @param tables the statements on tables that belong to it, in the same transaction
 * @param stored what is written into the metadata store
 */
record SchemaChange(OrganizationMetadata metadata, List<Query> tables, Storing stored) {

    /** Writes definitions. */
    @FunctionalInterface
    interface Storing {
        void in(MetadataStore store, Connection connection);
    }
}
