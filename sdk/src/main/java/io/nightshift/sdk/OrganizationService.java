package io.nightshift.sdk;

import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import java.util.List;
import java.util.UUID;

/**
 * The records and messages of one organization, for one caller. Each method is a message, and {@link #execute} sends
 * any; a request that is refused throws an {@link OrganizationServiceFault}, and nothing of it is written.
 *
 * <p>Whether several calls share a transaction depends on where the service comes from: that of a plug-in in the
 * transaction works in it, that of a connection in the connection's, any other commits each call. As thread-safe as that
 * is: one on a connection is not, others are.
 */
public interface OrganizationService {

    /** Creates a record and answers its id; one that the entity carries is used. */
    UUID create(Entity entity);

    /** A record with these columns; 0x80040217 when it does not exist. */
    Entity retrieve(String entityName, UUID id, ColumnSet columns);

    /** The records that a query asks for, a page of them; 0x80044151 when it takes the database too long. */
    EntityCollection retrieveMultiple(QueryBase query);

    /** Changes the attributes that the entity carries, no others. */
    void update(Entity entity);

    /** Deletes a record, with what its relationships say of the records that refer to it. */
    void delete(String entityName, UUID id);

    /** Relates records to this one. */
    void associate(String entityName, UUID id, Relationship relationship, List<EntityReference> relatedEntities);

    /** Ends the relation of records with this one. */
    void disassociate(String entityName, UUID id, Relationship relationship, List<EntityReference> relatedEntities);

    /** Sends a message; 0x80040315 when there is none of that name. */
    OrganizationResponse execute(OrganizationRequest request);
}
