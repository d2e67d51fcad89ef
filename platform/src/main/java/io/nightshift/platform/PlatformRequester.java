package io.nightshift.platform;

import io.nightshift.database.ServiceClock;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.UuidV7;
import io.nightshift.platform.event.EventPipeline;
import io.nightshift.platform.event.Requester;
import io.nightshift.platform.event.StepOperation;
import io.nightshift.platform.event.TraceEntry;
import io.nightshift.platform.message.CallerService;
import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.organization.Organizations;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.EndedByMove;
import io.nightshift.sdk.OrganizationService;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes requests: for callers, for code on a connection of its own, and for operations. Thread-safe. */
final class PlatformRequester implements Requester {

    /** A statement used a column or table that another request has just removed. */
    private static final Set<String> METADATA_CHANGED = Set.of("42703", "42P01");

    private final OrganizationDatabase database;
    private final Organizations organizations;
    private final EventPipeline pipeline;
    private final MessageRegistry messages;
    private final ServiceClock clock;

    PlatformRequester(
            OrganizationDatabase database,
            Organizations organizations,
            EventPipeline pipeline,
            MessageRegistry messages,
            ServiceClock clock) {
        this.database = database;
        this.organizations = organizations;
        this.pipeline = pipeline;
        this.messages = messages;
        this.clock = clock;
    }

    /** A request of the platform itself that begins an organization. */
    RequestContext beginning(Connection connection, Organization organization) {
        return context(connection, organization, first(organization.systemUserId()), trace -> {});
    }

    /** The service on a connection of the caller's. */
    OrganizationService service(Connection connection, String organization, UUID userId) {
        return CallerService.within(work -> work.in(known(context(
                connection,
                organizations.open(connection, organization),
                first(userId),
                trace -> StepOperation.write(this, organization, List.of(trace))))));
    }

    /** The same for a caller on behalf of another user. */
    OrganizationService service(Connection connection, String organization, UUID userId, UUID onBehalfOf) {
        return CallerService.within(work -> work.in(known(context(
                        connection,
                        organizations.open(connection, organization),
                        first(userId),
                        trace -> StepOperation.write(this, organization, List.of(trace)))
                .onBehalfOf(onBehalfOf))));
    }

    /** Whoever does not exist or is disabled gets no further than here. */
    private static RequestContext known(RequestContext context) {
        context.access();
        return context;
    }

    /** The service whose requests each have a transaction. */
    OrganizationService service(String organization, UUID userId) {
        return service(organization, userId, () -> first(userId));
    }

    @Override
    public OrganizationService service(String organization, UUID userId, Origin origin) {
        return service(organization, userId, () -> origin);
    }

    /** The same for a caller on behalf of another user. */
    OrganizationService service(String organization, UUID userId, UUID onBehalfOf) {
        return service(organization, () -> first(userId), context -> context.onBehalfOf(onBehalfOf));
    }

    private OrganizationService service(String organization, UUID userId, Supplier<Origin> origin) {
        return service(organization, origin, context -> context.as(userId));
    }

    private OrganizationService service(
            String organization, Supplier<Origin> origin, UnaryOperator<RequestContext> caller) {
        return CallerService.alone(
                work -> {
                    List<TraceEntry> traces = new ArrayList<>();
                    try {
                        return inTransaction(
                                organization, origin.get(), traces, context -> work.in(known(caller.apply(context))));
                    } finally {
                        StepOperation.write(this, organization, traces);
                    }
                },
                messages);
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(String organization, Function<RequestContext, T> work)
            throws SQLException {
        UUID user = Organization.systemUserId(organization);
        return inTransaction(organization, first(user), new ArrayList<>(), work);
    }

    private <T extends @Nullable Object> T inTransaction(
            String organization, Origin origin, List<TraceEntry> traces, Function<RequestContext, T> work)
            throws SQLException {
        try {
            return once(organization, origin, traces, work);
        } catch (SQLException e) {
            if (e.getSQLState() == null || !METADATA_CHANGED.contains(e.getSQLState())) {
                throw e;
            }
            organizations.forget(organization);
            return once(organization, origin, traces, work);
        }
    }

    private <T extends @Nullable Object> T once(
            String organization, Origin origin, List<TraceEntry> traces, Function<RequestContext, T> work)
            throws SQLException {
        return database.inTransaction(connection -> {
            // What a try that PostgreSQL gave up has traced did not happen.
            traces.clear();
            return work.apply(context(connection, organizations.open(connection, organization), origin, traces::add));
        });
    }

    /** A request of an operation, as its owner; what it leads to stands one deeper. */
    RequestContext request(Connection connection, OperationContext operation) throws SQLException {
        Organization organization = organizations.open(connection, operation.organization());
        UUID owner = Objects.requireNonNullElse(operation.ownerId(), organization.systemUserId());
        UUID correlation = Objects.requireNonNullElse(operation.correlationId(), operation.id());
        return context(
                connection,
                organization,
                Origin.ofOperation(owner, correlation, operation.depth(), operation.id(), operation.createdOn()),
                trace -> StepOperation.write(this, organization.name(), List.of(trace)));
    }

    /**
     * Has what belongs to operations end with them when a person ends them while they do not run, in the same transaction,
     * also where no service runs.
     */
    EndedByMove ended(BiConsumer<RequestContext, List<UUID>> part) {
        return (connection, organization, operations) -> {
            Optional<Organization> found = organizations.find(connection, organization);
            if (found.isPresent()) {
                part.accept(beginning(connection, found.get()), operations);
            }
        };
    }

    private Origin first(UUID userId) {
        return Origin.first(userId, UuidV7.make(clock.now()), clock.now());
    }

    /** A request, as the user who is behind it. */
    private RequestContext context(
            Connection connection, Organization organization, Origin origin, Consumer<TraceEntry> traces) {
        return new RequestContext(
                connection, organization, origin.initiatingUserId(), clock.now(), origin, pipeline.requests(traces));
    }
}
