package io.nightshift.platform;

import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HandlerOptions;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.audit.AuditMessages;
import io.nightshift.platform.bulkdelete.BulkDeleteCascade;
import io.nightshift.platform.bulkdelete.BulkDeleteHandler;
import io.nightshift.platform.bulkdelete.BulkDeleteMessage;
import io.nightshift.platform.customization.MetadataMessages;
import io.nightshift.platform.event.EventMessages;
import io.nightshift.platform.event.EventPipeline;
import io.nightshift.platform.event.OutcomeRules;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.Registrations;
import io.nightshift.platform.event.StepOperation;
import io.nightshift.platform.file.FileMessages;
import io.nightshift.platform.mail.Mails;
import io.nightshift.platform.mail.Postman;
import io.nightshift.platform.mail.Postmen;
import io.nightshift.platform.mail.SendEmail;
import io.nightshift.platform.maintenance.MaintenanceHandler;
import io.nightshift.platform.maintenance.MaintenanceSchedule;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.message.RetrieveEntityChangesMessage;
import io.nightshift.platform.operation.Callbacks;
import io.nightshift.platform.operation.CarriedRequests;
import io.nightshift.platform.operation.OperationMessages;
import io.nightshift.platform.organization.MetadataChanges;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.organization.Organizations;
import io.nightshift.platform.plugin.AssemblyRules;
import io.nightshift.platform.plugin.PluginFactory;
import io.nightshift.platform.plugin.PluginSteps;
import io.nightshift.platform.record.FirstRecords;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.Access;
import io.nightshift.platform.webhook.EndpointRules;
import io.nightshift.platform.webhook.Webhooks;
import io.nightshift.platform.workflow.WorkflowExtensions;
import io.nightshift.platform.workflow.Workflows;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Plugin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The organizations of a database and the service that callers have of them. Starting it does nothing: an organization's
 * tables are made when it is first used. Thread-safe.
 *
 * <p>Whoever hands out a service has found out who the caller is: the user and the organization are taken at their word.
 */
public final class Platform {

    private final PlatformSettings settings;
    private final OrganizationDatabase database;
    private final OperationQueue queue;
    private final ServiceClock clock;
    private final Organizations organizations;
    private final PluginSteps plugins = new PluginSteps();
    private final EventPipeline pipeline;
    private final PlatformRequester requester;
    private final Collection<String> eventMessages;
    private final Workflows workflows;
    private final Callbacks callbacks;
    private final Mails mails;

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
        this(dataSource, queue, PlatformSettings.DEFAULT, further);
    }

    /** The same with other settings; the further reactions are told after those of the platform. */
    public Platform(DataSource dataSource, OperationQueue queue, PlatformSettings settings, List<Reaction> further) {
        this.settings = settings;
        this.database = new OrganizationDatabase(new Database(dataSource));
        this.queue = queue;
        this.clock = queue.clock();
        this.workflows = new Workflows(queue);
        this.mails = new Mails(settings.mailAddresses());
        Webhooks webhooks = new Webhooks(settings.webhookAddresses(), settings.webhookLimits());
        this.callbacks = new WebhookCallbacks(webhooks);
        MessageRegistry messages = new MessageRegistry(messages(queue, database, workflows, this::metadata, callbacks));
        this.pipeline = new EventPipeline(
                messages,
                queue,
                reactions(workflows, mails, further),
                Map.of("plugintype", plugins, "serviceendpoint", webhooks),
                settings.stepLimit());
        this.organizations = new Organizations(
                database, this::number, (connection, organization) -> begin(connection, organization));
        this.requester = new PlatformRequester(database, organizations, pipeline, messages, clock);
        this.eventMessages = messages.names();
        queue.onEnd(OperationType.WORKFLOW, requester.ended(Workflows::ended));
        queue.onEnd(OperationType.OUTGOING_ACTIVITY, requester.ended(SendEmail::ended));
    }

    /** What an organization begins with, in the transaction that makes its tables. */
    private void begin(Connection connection, Organization organization) throws SQLException {
        RequestContext context = requester.beginning(connection, organization);
        FirstRecords.make(context);
        new EventMessages(context).makeAll(eventMessages);
        new MaintenanceSchedule(queue, settings.maintenance()).make(connection, organization, clock.now());
    }

    /** All messages, those of each part by one line. */
    private static List<Message> messages(
            OperationQueue queue,
            OrganizationDatabase database,
            Workflows workflows,
            MetadataMessages.Changes metadata,
            Callbacks callbacks) {
        List<Message> all = new ArrayList<>(MessageRegistry.records());
        all.add(new RetrieveEntityChangesMessage(database));
        all.addAll(OperationMessages.of(queue));
        all.add(new BulkDeleteMessage(queue));
        all.addAll(Mails.messages(queue));
        all.addAll(workflows.messages());
        all.addAll(MetadataMessages.of(metadata));
        all.addAll(AuditMessages.all());
        all.addAll(FileMessages.all());
        all.addAll(OperationMessages.carriers(queue, callbacks, all));
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
    private static List<Reaction> reactions(Workflows workflows, Mails mails, List<Reaction> further) {
        List<Reaction> all = new ArrayList<>();
        all.add(new Registrations());
        all.addAll(workflows.reactions());
        all.add(new BulkDeleteCascade());
        all.add(new AssemblyRules());
        all.add(new EndpointRules());
        all.add(mails.reaction());
        all.addAll(further);
        return all;
    }

    /** Registers what the platform runs as operations; before the service starts. */
    public void handle(AsyncService service) {
        handle(service, WorkflowExtensions.NONE, Optional::empty);
    }

    /**
     * The same for a host that lets definitions of workflows reach outside of the database, and that sends mail.
     *
     * @param postman asked for each e-mail; empty while no mail server is configured
     */
    public void handle(AsyncService service, WorkflowExtensions extensions, Supplier<Optional<Postman>> postman) {
        if (!service.queue().clock().equals(queue.clock())) {
            throw new IllegalArgumentException("The service works on another queue than the platform.");
        }
        OutcomeRules outcomes = new OutcomeRules(
                service.settings().outcomes(), service.settings().retries(), requester);
        service.outcomes(outcomes::of);
        Mails.handle(service, requester::request, outcomes::of, postmen(postman));
        workflows.handle(service, requester::request, this::service, extensions);
        BulkDeleteHandler bulkDelete = new BulkDeleteHandler(requester::request);
        service.handle(OperationType.BULK_DELETE, bulkDelete).handle(OperationType.BULK_DELETE_SUBPROCESS, bulkDelete);
        service.handle(
                OperationType.SYSTEM_EVENT,
                HandlerOptions.DEFAULT.deadline(settings.stepLimit()),
                new StepOperation(pipeline, requester));
        CarriedRequests.handle(service, requester::request, callbacks);
        new MaintenanceHandler(requester::request, database, settings.maintenance(), service.systemJobs())
                .register(service);
    }

    /**
     * Who sends the mail of organizations: the mail server of an organization's own e-mail server profile, else that of the
     * server.
     *
     * @param server asked for each e-mail; empty while no mail server is configured
     */
    public Postmen postmen(Supplier<Optional<Postman>> server) {
        return mails.postmen(requester, server);
    }

    /**
     * Lets steps run code of this program: those whose plug-in type has this name and no assembly. One of the same name is
     * replaced. Operations that need a plug-in which no running node has wait and say so.
     *
     * @param typeName the name of the plug-in type, by custom that of the class
     */
    public Platform plugin(String typeName, PluginFactory factory) {
        plugins.put(typeName, factory);
        return this;
    }

    /** The same for a plug-in that needs no configuration. */
    public Platform plugin(String typeName, Supplier<? extends Plugin> plugin) {
        return plugin(typeName, (configuration, secure) -> plugin.get());
    }

    /** Takes a plug-in of this program away. */
    public void removePlugin(String typeName) {
        plugins.remove(typeName);
    }

    /** The service of an operation's owner; what it leads to stands one deeper. */
    private OrganizationService service(OperationContext operation) {
        UUID owner = Objects.requireNonNullElseGet(
                operation.ownerId(), () -> Organization.systemUserId(operation.organization()));
        UUID correlation = Objects.requireNonNullElse(operation.correlationId(), operation.id());
        return requester.service(
                operation.organization(),
                owner,
                Origin.ofOperation(owner, correlation, operation.depth(), operation.id(), operation.createdOn()));
    }

    /**
     * The service for a caller in the caller's own transaction, for example together with operations that are enqueued
     * on the same connection. After a fault that PostgreSQL caused, the transaction can only be rolled back.
     */
    public OrganizationService service(Connection connection, String organization, UUID userId) {
        return requester.service(connection, organization, userId);
    }

    /** The same for a caller on behalf of another user. */
    public OrganizationService service(Connection connection, String organization, UUID userId, UUID onBehalfOf) {
        return requester.service(connection, organization, userId, onBehalfOf);
    }

    /** The service for a caller, each call in a transaction of its own. */
    public OrganizationService service(String organization, UUID userId) {
        return requester.service(organization, userId);
    }

    /**
     * What a user may do.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040217 when there is no such organization or user, 0x80040225
     *     when the user is disabled
     */
    public Access access(String organization, UUID userId) throws SQLException {
        return database.inTransaction(connection ->
                organizations.open(connection, organization).security().access(connection, userId));
    }

    /**
     * The service for a caller who acts on behalf of another user: it may do what both may. Each call is a transaction of
     * its own.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault by each call: 0x80040220 when the caller has not the privilege to
     *     act on behalf of others, 0x80040217 when there is no such user
     */
    public OrganizationService service(String organization, UUID userId, UUID onBehalfOf) {
        return requester.service(organization, userId, onBehalfOf);
    }

    /** The organization as it stands, its tables made if they were not; 0x80040217 when there is no such organization. */
    public Organization organization(String name) throws SQLException {
        return database.inTransaction(connection -> organizations.open(connection, name));
    }

    /** Changes of an organization's metadata. */
    public MetadataChanges metadata(String organization) throws SQLException {
        Organization opened = organization(organization);
        return new MetadataChanges(database, opened, new CustomEntityRecords(requester, opened, eventMessages));
    }
}
