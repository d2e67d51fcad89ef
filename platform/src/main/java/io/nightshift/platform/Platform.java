package io.nightshift.platform;

import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.UuidV7;
import io.nightshift.platform.bulkdelete.BulkDeleteHandler;
import io.nightshift.platform.bulkdelete.BulkDeleteMessage;
import io.nightshift.platform.event.EventPipeline;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.message.CallerService;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.operation.OperationMessages;
import io.nightshift.platform.organization.MetadataChanges;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.organization.Organizations;
import io.nightshift.platform.record.FirstRecords;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The organizations of a database and the service that callers have of them. Starting it does nothing: an organization's
 * tables are made when it is first used. Thread-safe.
 *
 * <p>Whoever hands out a service has found out who the caller is: the user and the organization are taken at their word.
 */
public final class Platform {

    /** A statement used a column or table that another request has just removed. */
    private static final Set<String> METADATA_CHANGED = Set.of("42703", "42P01");

    private final OrganizationDatabase database;
    private final OperationQueue queue;
    private final ServiceClock clock;
    private final Organizations organizations;
    private final RequestContext.Requests requests;

    /**
     * A platform on the database of this queue, with its organizations and its time.
     *
     * @param dataSource the data source that the queue is on
     */
    public Platform(DataSource dataSource, OperationQueue queue) {
        this(dataSource, queue, List.of());
    }

    /**
     * The same with reactions of the host's own.
     *
     * @param further told after those of the platform
     */
    public Platform(DataSource dataSource, OperationQueue queue, List<Reaction> further) {
        this.database = new OrganizationDatabase(new Database(dataSource));
        this.queue = queue;
        this.clock = queue.clock();
        this.requests = new EventPipeline(new MessageRegistry(messages(queue)), reactions(further));
        this.organizations = new Organizations(
                database,
                this::number,
                (connection, organization) -> FirstRecords.make(context(
                        connection,
                        organization,
                        organization.systemUserId(),
                        Origin.first(organization.systemUserId(), UuidV7.make(clock.now()), clock.now()))));
    }

    /** All messages, those of each part by one line. */
    private static List<Message> messages(OperationQueue queue) {
        List<Message> all = new ArrayList<>(MessageRegistry.records());
        all.addAll(OperationMessages.of(queue));
        all.add(new BulkDeleteMessage(queue));
        return all;
    }

    private int number(Connection connection, String organization) throws SQLException {
        try {
            return queue.organizations().number(connection, organization);
        } catch (ServiceFault unknown) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault("There is no organization of that name; create it first.");
        }
    }

    /** The parts of the platform that are told of messages on records, one line each, in the order in which they are told. */
    private static List<Reaction> reactions(List<Reaction> further) {
        List<Reaction> all = new ArrayList<>();
        all.addAll(further);
        return all;
    }

    /** Registers what the platform runs as operations; before the service starts. */
    public void handle(AsyncService service) {
        if (!service.queue().clock().equals(queue.clock())) {
            throw new IllegalArgumentException("The service works on another queue than the platform.");
        }
        BulkDeleteHandler bulkDelete = new BulkDeleteHandler(this::request);
        service.handle(OperationType.BULK_DELETE, bulkDelete).handle(OperationType.BULK_DELETE_SUBPROCESS, bulkDelete);
    }

    /** A request of an operation, as its owner; what it leads to stands one deeper. */
    private RequestContext request(Connection connection, OperationContext operation) throws SQLException {
        Organization organization = organizations.open(connection, operation.organization());
        UUID owner = Objects.requireNonNullElse(operation.ownerId(), organization.systemUserId());
        UUID correlation = Objects.requireNonNullElse(operation.correlationId(), operation.id());
        return context(
                connection,
                organization,
                owner,
                Origin.ofOperation(owner, correlation, operation.depth(), operation.id(), operation.createdOn()));
    }

    /**
     * The service for a caller in the caller's own transaction, for example together with operations that are enqueued
     * on the same connection. After a fault that PostgreSQL caused, the transaction can only be rolled back.
     */
    public OrganizationService service(Connection connection, String organization, UUID userId) {
        return CallerService.within(work -> work.in(context(connection, organization, userId)));
    }

    /** The service for a caller, each call in a transaction of its own. */
    public OrganizationService service(String organization, UUID userId) {
        return CallerService.alone(work -> {
            try {
                return inTransaction(organization, userId, work);
            } catch (SQLException e) {
                if (e.getSQLState() == null || !METADATA_CHANGED.contains(e.getSQLState())) {
                    throw e;
                }
                organizations.forget(organization);
                return inTransaction(organization, userId, work);
            }
        });
    }

    private OrganizationResponse inTransaction(String organization, UUID userId, CallerService.Work work)
            throws SQLException {
        return database.inTransaction(connection -> work.in(context(connection, organization, userId)));
    }

    private RequestContext context(Connection connection, String organization, UUID userId) throws SQLException {
        RequestContext context = context(
                connection,
                organizations.open(connection, organization),
                userId,
                Origin.first(userId, UuidV7.make(clock.now()), clock.now()));
        // Whoever does not exist or is disabled gets no further than here.
        context.access();
        return context;
    }

    private RequestContext context(Connection connection, Organization organization, UUID userId, Origin origin) {
        return new RequestContext(connection, organization, userId, clock.now(), origin, requests);
    }

    /** The organization as it stands, its tables made if they were not; 0x80040217 when there is no such organization. */
    public Organization organization(String name) throws SQLException {
        return database.inTransaction(connection -> organizations.open(connection, name));
    }

    /** Changes of an organization's metadata. */
    public MetadataChanges metadata(String organization) throws SQLException {
        return new MetadataChanges(database, organization(organization));
    }
}
