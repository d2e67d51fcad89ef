package io.nightshift.sdk;

import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import java.util.List;
import java.util.UUID;

/**
 * The records and messages of one organization, for one caller. {@link #execute} sends any message; the other methods are
 * short for the seven that are sent most, and go through it. A request that is refused throws an
 * {@link OrganizationServiceFault}, and nothing of it is written.
 *
 * <p>The packages build on each other one way, so that these requests are the plain ones, without the classes of
 * {@code io.nightshift.sdk.messages} for them.
 *
 * <p>Whether several calls share a transaction depends on where the service comes from: that of a plug-in in the
 * transaction works in it, that of a connection in the connection's, any other commits each call. As thread-safe as that
 * is: one on a connection is not, others are.
 */
public interface OrganizationService {

    // The requests are made by their names: their classes stand in a package that is built on this one.

    /** Creates a record and answers its id; one that the entity carries is used. 0x80040237 when it is taken. */
    default UUID create(Entity entity) {
        return execute(new OrganizationRequest("Create").set("Target", entity)).required("id", UUID.class);
    }

    /** A record with these columns; 0x80040217 when it does not exist. */
    default Entity retrieve(String entityName, UUID id, ColumnSet columns) {
        return execute(new OrganizationRequest("Retrieve")
                        .set("Target", new EntityReference(entityName, id))
                        .set("ColumnSet", columns))
                .required("Entity", Entity.class);
    }

    /** The records that a query asks for, a page of them; 0x80044151 when it takes the database too long. */
    default EntityCollection retrieveMultiple(QueryBase query) {
        return execute(new OrganizationRequest("RetrieveMultiple").set("Query", query))
                .required("EntityCollection", EntityCollection.class);
    }

    /** Changes the attributes that the entity carries, no others; 0x80040217 when the record does not exist. */
    default void update(Entity entity) {
        execute(new OrganizationRequest("Update").set("Target", entity));
    }

    /**
     * Deletes a record, with what its relationships say of the records that refer to it; 0x80040217 when it does not
     * exist.
     */
    default void delete(String entityName, UUID id) {
        execute(new OrganizationRequest("Delete").set("Target", new EntityReference(entityName, id)));
    }

    /** Relates records to this one. */
    default void associate(
            String entityName, UUID id, Relationship relationship, List<EntityReference> relatedEntities) {
        execute(new OrganizationRequest("Associate")
                .set("Target", new EntityReference(entityName, id))
                .set("Relationship", relationship)
                .set("RelatedEntities", relatedEntities));
    }

    /** Ends the relation of records with this one. */
    default void disassociate(
            String entityName, UUID id, Relationship relationship, List<EntityReference> relatedEntities) {
        execute(new OrganizationRequest("Disassociate")
                .set("Target", new EntityReference(entityName, id))
                .set("Relationship", relationship)
                .set("RelatedEntities", relatedEntities));
    }

    /** Sends a message; 0x80040315 when there is none of that name. */
    OrganizationResponse execute(OrganizationRequest request);
}
