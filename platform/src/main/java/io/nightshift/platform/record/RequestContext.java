package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.sdk.EntityReference;
import java.sql.Connection;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * What one request works with: the connection whose transaction it writes in, the organization as it stands, who calls,
 * and when it is. Security will ask it who the caller is; nothing is reached around it. As thread-safe as its connection.
 *
 * @param userId the user as whom the request acts
 * @param now the time of the request: every record it writes carries the same
 */
public record RequestContext(Connection connection, Organization organization, UUID userId, Instant now) {

    /** Statements in the request's transaction. */
    public DSLContext sql() {
        return Sql.on(connection);
    }

    /** The entity of this name; 0x80041102 when there is none. */
    public EntityMetadata entity(String name) {
        return organization.metadata().entity(name);
    }

    /** The table of an entity. */
    public RecordTable table(EntityMetadata entity) {
        return RecordTable.of(organization, entity);
    }

    /** The caller as records name it. */
    public EntityReference user() {
        return new EntityReference("systemuser", userId);
    }
}
