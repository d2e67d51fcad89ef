package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.Access;
import io.nightshift.platform.security.Privilege;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.sql.Connection;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * What one request works with: the connection whose transaction it writes in, the organization as it stands, who calls,
 * when it is, and what led to it. What the caller may do is asked of it; nothing is reached around it. As thread-safe as
 * its connection.
 *
 * @param userId the user as whom the request acts
 * @param now the time of the request: every record it writes carries the same
 * @param requests carries out the requests that a message sends in the course of this one
 */
public record RequestContext(
        Connection connection, Organization organization, UUID userId, Instant now, Origin origin, Requests requests) {

    /** Carries a request out as a whole, with the events it raises, in the transaction of its context. */
    @FunctionalInterface
    public interface Requests {
        OrganizationResponse execute(OrganizationRequest request, RequestContext context);
    }

    /** Carries out a further request in this one's transaction, as the same user and as part of the same depth. */
    public OrganizationResponse execute(OrganizationRequest request) {
        return requests.execute(request, this);
    }

    /** The same for another user. */
    public RequestContext as(UUID user) {
        return new RequestContext(connection, organization, user, now, origin, requests);
    }

    /** The same as what this one led to. */
    public RequestContext from(Origin other) {
        return new RequestContext(connection, organization, userId, now, other, requests);
    }

    /** The same, whose further requests are carried out in another way. */
    public RequestContext through(Requests other) {
        return new RequestContext(connection, organization, userId, now, origin, other);
    }

    /**
     * What the user may do.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040217 when there is no such user, 0x80040225 when the user is
     *     disabled
     */
    public Access access() {
        return organization.security().access(connection, userId);
    }

    /**
     * The same for another user, on behalf of whom this one acts: what both may do is allowed.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040220 when the user has not the privilege for it
     */
    public RequestContext onBehalfOf(UUID user) {
        Access own = access();
        if (user.equals(userId)) {
            return this;
        }
        own.require(Privilege.ACT_ON_BEHALF);
        return new RequestContext(connection, organization.limitedTo(own, user), user, now, origin, requests);
    }

    /**
     * The same request with nothing refused, for what the platform does on its own account in the user's name. Only
     * classes that {@code SecurityRulesTest} lists use it.
     */
    public RequestContext unrestricted() {
        return new RequestContext(connection, organization.unrestricted(), userId, now, origin, requests);
    }

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
