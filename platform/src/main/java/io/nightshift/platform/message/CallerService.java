package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssociateRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.DisassociateRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The organization service for one caller: every call is a request that is carried out as a whole. */
public final class CallerService implements OrganizationService {

    /** Gives work a request context: on the caller's connection, or in a transaction of its own. */
    @FunctionalInterface
    public interface Requests {
        /** Carries the work out once, or again when PostgreSQL gave it up for another's sake. */
        OrganizationResponse with(Work work) throws SQLException;
    }

    /** Work within a request. */
    @FunctionalInterface
    public interface Work {
        /** Carries out the request. */
        OrganizationResponse in(RequestContext context);
    }

    private final Requests requests;
    private final @Nullable MessageRegistry alone;

    /** @param alone where each request has a transaction of its own: the messages, some of which need that; else null */
    private CallerService(Requests requests, @Nullable MessageRegistry alone) {
        this.requests = requests;
        this.alone = alone;
    }

    /** A service in a transaction that is the caller's. */
    public static CallerService within(Requests transaction) {
        return new CallerService(transaction, null);
    }

    /**
     * A service for code that runs in the course of a request: in the request's transaction, which goes on after a fault
     * that the code catches, because nothing of what was refused remains.
     */
    public static OrganizationService inside(RequestContext context) {
        return new CallerService(work -> Savepoints.within(context.connection(), () -> work.in(context)), null);
    }

    /** A service whose requests have a transaction each. */
    public static CallerService alone(Requests transactions, MessageRegistry messages) {
        return new CallerService(transactions, messages);
    }

    @Override
    public UUID create(Entity entity) {
        return execute(new CreateRequest(entity)).required("id", UUID.class);
    }

    @Override
    public Entity retrieve(String entityName, UUID id, ColumnSet columns) {
        return execute(new RetrieveRequest(new EntityReference(entityName, id), columns))
                .required("Entity", Entity.class);
    }

    @Override
    public EntityCollection retrieveMultiple(QueryBase query) {
        return execute(new RetrieveMultipleRequest(query)).required("EntityCollection", EntityCollection.class);
    }

    @Override
    public void update(Entity entity) {
        execute(new UpdateRequest(entity));
    }

    @Override
    public void delete(String entityName, UUID id) {
        execute(new DeleteRequest(new EntityReference(entityName, id)));
    }

    @Override
    public void associate(
            String entityName, UUID id, Relationship relationship, List<EntityReference> relatedEntities) {
        execute(new AssociateRequest(new EntityReference(entityName, id), relationship, relatedEntities));
    }

    @Override
    public void disassociate(
            String entityName, UUID id, Relationship relationship, List<EntityReference> relatedEntities) {
        execute(new DisassociateRequest(new EntityReference(entityName, id), relationship, relatedEntities));
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request) {
        return alone != null && request.requestName().equals(ExecuteMultipleRequest.NAME)
                ? RequestBatch.multiple(request, this::one)
                : one(request);
    }

    private OrganizationResponse one(OrganizationRequest request) {
        try {
            StandaloneMessage message = alone == null ? null : alone.standalone(request.requestName());
            if (message != null) {
                return message.alone(request, requests);
            }
            return requests.with(context -> context.execute(request));
        } catch (RuntimeException | SQLException e) {
            throw Faults.of(request, e);
        }
    }
}
