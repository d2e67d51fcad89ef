package io.nightshift.platform;

import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssociateRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.DisassociateRequest;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The organization service for one caller: every call is a message through the registry. */
final class CallerService implements OrganizationService {

    private static final Logger LOG = LoggerFactory.getLogger(CallerService.class);

    /** Gives work a request context: on the caller's connection, or in a transaction of its own. */
    @FunctionalInterface
    interface Requests {
        OrganizationResponse with(Work work) throws SQLException;
    }

    /** Work within a request. */
    @FunctionalInterface
    interface Work {
        OrganizationResponse in(RequestContext context);
    }

    private final MessageRegistry messages;
    private final Requests requests;

    CallerService(MessageRegistry messages, Requests requests) {
        this.messages = messages;
        this.requests = requests;
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
        try {
            return requests.with(context -> messages.execute(request, context));
        } catch (DataAccessException e) {
            throw sqlFault(request, OrganizationDatabase.sqlException(e));
        } catch (SQLException e) {
            throw sqlFault(request, e);
        }
    }

    /** What PostgreSQL refused is told by its code alone: its message may quote values of records. */
    private static OrganizationServiceFault sqlFault(OrganizationRequest request, SQLException e) {
        LOG.debug("PostgreSQL refused {}", request.requestName(), e);
        return new OrganizationServiceFault(
                FaultCode.UNEXPECTED.code(),
                "PostgreSQL refused the message " + request.requestName() + " with the state " + e.getSQLState()
                        + "; nothing of it was written.",
                e);
    }
}
