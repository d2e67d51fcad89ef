package io.nightshift.platform;

import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.message.MessageRegistry;
import io.nightshift.platform.organization.MetadataChanges;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.organization.Organizations;
import io.nightshift.platform.record.FirstRecords;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
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
    private final ServiceClock clock;
    private final Organizations organizations;
    private final MessageRegistry messages;

    /**
     * A platform on this database.
     *
     * @param known whether there is an organization of this name; asked before its tables are made
     * @param messages all messages; {@link MessageRegistry#records()} are those on records
     */
    public Platform(DataSource dataSource, ServiceClock clock, Predicate<String> known, Collection<Message> messages) {
        this.database = new OrganizationDatabase(new Database(dataSource));
        this.clock = clock;
        this.organizations = new Organizations(
                database,
                known,
                (connection, organization) -> FirstRecords.make(
                        new RequestContext(connection, organization, organization.systemUserId(), clock.now())));
        this.messages = new MessageRegistry(messages);
    }

    /**
     * The service for a caller in the caller's own transaction, for example together with operations that are enqueued
     * on the same connection. After a fault that PostgreSQL caused, the transaction can only be rolled back.
     */
    public OrganizationService service(Connection connection, String organization, UUID userId) {
        return new CallerService(messages, work -> work.in(context(connection, organization, userId)));
    }

    /** The service for a caller, each call in a transaction of its own. */
    public OrganizationService service(String organization, UUID userId) {
        return new CallerService(messages, work -> {
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
        return new RequestContext(connection, organizations.open(connection, organization), userId, clock.now());
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
