package io.nightshift.platform.security;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may do what in an organization at one version of its users, teams, business units and roles. What was found out
 * about a user is kept; when one of those records changes there is a new version, and a new object. Thread-safe.
 */
public final class OrganizationSecurity {

    /** Reads what the records say of a user, as the transaction of a connection sees them. */
    @FunctionalInterface
    public interface Records {
        /** What they say; empty when there is no such user. */
        Optional<UserRoles> of(Connection connection, UUID userId);
    }

    /** Finds out what a user may do. */
    @FunctionalInterface
    private interface Source {
        Access of(Connection connection, UUID userId);
    }

    private final long version;
    private final Source source;
    private final Map<UUID, Access> known = new ConcurrentHashMap<>();

    private OrganizationSecurity(long version, Source source) {
        this.version = version;
        this.source = source;
    }

    /**
     * What the records say.
     *
     * @param version of these records
     * @param systemUserId the user that the platform acts as, to which nothing is refused
     */
    public static OrganizationSecurity of(long version, UUID systemUserId, Records records) {
        return new OrganizationSecurity(version, (connection, userId) -> {
            UserRoles roles = records.of(connection, userId)
                    .orElseThrow(() -> FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                            "The systemuser with the id " + userId + " does not exist."));
            return userId.equals(systemUserId) ? Access.unrestricted(roles) : Access.of(roles);
        });
    }

    /** While an organization is being made: nobody is there whom something could be refused. */
    public static OrganizationSecurity none() {
        return new OrganizationSecurity(
                -1,
                (_, userId) ->
                        Access.unrestricted(new UserRoles(userId, null, false, false, Set.of(), List.of(), Map.of())));
    }

    /** The same users with nothing refused. */
    public OrganizationSecurity unrestricted() {
        return new OrganizationSecurity(
                version, (connection, userId) -> access(connection, userId).unrestricted());
    }

    /** The same users, one of them limited to what the one may do who acts on behalf of that one. */
    public OrganizationSecurity limitedTo(Access caller, UUID user) {
        return new OrganizationSecurity(version, (connection, userId) -> {
            Access own = access(connection, userId);
            return userId.equals(user) ? own.limitedTo(caller) : own;
        });
    }

    /** Changes with every change of what it is made from. */
    public long version() {
        return version;
    }

    /**
     * What a user may do; asks the database once.
     *
     * @throws OrganizationServiceFault 0x80040217 when there is no such user, 0x80040225 when the user is disabled
     */
    public Access access(Connection connection, UUID userId) {
        Access found = known.get(userId);
        if (found == null) {
            found = source.of(connection, userId);
            known.put(userId, found);
        }
        return found;
    }
}
