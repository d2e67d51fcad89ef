package io.nightshift.platform.security;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.security.UserRoles.Held;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do in an organization: what the roles of the user and of the user's teams add up to. Immutable.
 *
 * <p>A privilege reaches as far as the role says that gives it: to what the user or team owns, to the business unit of the
 * user or team, to those below it, or everywhere. Several roles add to each other. For records that belong to nobody in
 * particular a privilege of any depth will do.
 */
public final class Access {

    /** What all roles together give of one privilege. */
    private record Grant(PrivilegeDepth depth, Set<UUID> owners, Set<UUID> units) {
        Reach reach(EntityMetadata entity) {
            return depth == PrivilegeDepth.GLOBAL || !OwnerColumns.of(entity).any()
                    ? Reach.ALL
                    : new Reach.Some(owners, units);
        }
    }

    private final UserRoles roles;
    private final boolean everything;
    private final Map<UUID, Grant> grants;
    private final @Nullable Access limit;

    private Access(UserRoles roles, boolean everything, Map<UUID, Grant> grants, @Nullable Access limit) {
        this.roles = roles;
        this.everything = everything;
        this.grants = Map.copyOf(grants);
        this.limit = limit;
    }

    /**
     * What these roles add up to.
     *
     * @throws OrganizationServiceFault 0x80040225 when the user is disabled
     */
    public static Access of(UserRoles roles) {
        if (roles.disabled()) {
            throw FaultCode.USER_DISABLED.fault("The user " + roles.userId()
                    + ", or the user's business unit, is disabled; an administrator can enable it.");
        }
        boolean everything = roles.held().stream().anyMatch(Held::administrator);
        Map<UUID, Grant> grants = new HashMap<>();
        for (Held held : roles.held()) {
            held.privileges()
                    .forEach((privilege, depth) -> grants.merge(privilege, grant(roles, held, depth), Access::sum));
        }
        return new Access(roles, everything, grants, null);
    }

    private static Grant grant(UserRoles roles, Held held, PrivilegeDepth depth) {
        Set<UUID> owners = new HashSet<>();
        UUID team = held.team();
        owners.add(team == null ? roles.userId() : team);
        if (held.inherited()) {
            owners.add(roles.userId());
        }
        Set<UUID> units = switch (depth) {
            case BASIC, GLOBAL -> Set.of();
            case LOCAL -> Set.of(held.businessUnitId());
            case DEEP -> roles.withAllBelow(held.businessUnitId());
        };
        return new Grant(depth, owners, units);
    }

    private static Grant sum(Grant one, Grant other) {
        Set<UUID> owners = new HashSet<>(one.owners());
        owners.addAll(other.owners());
        Set<UUID> units = new HashSet<>(one.units());
        units.addAll(other.units());
        return new Grant(one.depth().compareTo(other.depth()) > 0 ? one.depth() : other.depth(), owners, units);
    }

    /** A user to whom nothing is refused: the platform itself. */
    public static Access unrestricted(UserRoles roles) {
        return new Access(roles, true, Map.of(), null);
    }

    /** The same user with nothing refused, for what the platform does on its own account in the user's name. */
    public Access unrestricted() {
        return unrestricted(
                new UserRoles(userId(), roles.businessUnitId(), false, false, teams(), List.of(), Map.of()));
    }

    /** What both may do: the other has this user's requests carried out on behalf of that user. */
    public Access limitedTo(Access caller) {
        return new Access(roles, everything, grants, limit == null ? caller : limit.limitedTo(caller));
    }

    /** The user as whom requests are carried out. */
    public UUID userId() {
        return roles.userId();
    }

    /** The user's business unit; null while an organization is being made. */
    public @Nullable UUID businessUnitId() {
        return roles.businessUnitId();
    }

    /** The user's teams. */
    public Set<UUID> teams() {
        return roles.teams();
    }

    /** Whether nothing is refused: to the platform itself and to System Administrators. */
    public boolean isUnrestricted() {
        return everything && !roles.readOnly() && (limit == null || limit.isUnrestricted());
    }

    /** The records of an entity to which there is a right. */
    public Reach reach(AccessRight right, EntityMetadata entity) {
        Reach own = ownReach(right, entity);
        return limit == null ? own : own.and(limit.reach(right, entity));
    }

    private Reach ownReach(AccessRight right, EntityMetadata entity) {
        if (roles.readOnly() && right != AccessRight.READ) {
            return Reach.NONE;
        }
        if (everything) {
            return Reach.ALL;
        }
        Grant grant = grants.get(Privilege.of(right, entity).id());
        return grant == null ? Reach.NONE : grant.reach(entity);
    }

    /** Whether there is the right to at least some records of an entity. */
    public boolean may(AccessRight right, EntityMetadata entity) {
        Reach reach = reach(right, entity);
        return !(reach instanceof Reach.None);
    }

    /** Whether at least some records of an entity can be seen. */
    public boolean mayRead(EntityMetadata entity) {
        return may(AccessRight.READ, entity);
    }

    /** Whether there is this privilege, at any depth. */
    public boolean has(Privilege privilege) {
        boolean own = everything || grants.containsKey(privilege.id());
        return own && (limit == null || limit.has(privilege));
    }

    /** Whether a role could be given this privilege by the user: nobody gives more than he has. */
    public boolean covers(UUID privilege, PrivilegeDepth depth) {
        Grant grant = grants.get(privilege);
        boolean own = (everything && !roles.readOnly())
                || (grant != null && grant.depth().compareTo(depth) >= 0);
        return own && (limit == null || limit.covers(privilege, depth));
    }

    /**
     * Insists on a privilege, at any depth.
     *
     * @throws OrganizationServiceFault 0x80040220 without it
     */
    public void require(Privilege privilege) {
        if (!has(privilege)) {
            throw denied(privilege.name(), "");
        }
    }

    /**
     * Insists on a right to at least some records of an entity.
     *
     * @throws OrganizationServiceFault 0x80040220 without it
     */
    public void require(AccessRight right, EntityMetadata entity) {
        if (!may(right, entity)) {
            throw denied(Privilege.of(right, entity).name(), "");
        }
    }

    /**
     * Insists on a right to one record.
     *
     * @param owner what the record has in {@link OwnerColumns#owner}
     * @param unit what it has in {@link OwnerColumns#unit}
     * @throws OrganizationServiceFault 0x80040220 without it
     */
    public void require(
            AccessRight right, EntityMetadata entity, UUID record, @Nullable UUID owner, @Nullable UUID unit) {
        if (!reach(right, entity).holds(owner, unit)) {
            throw denied(Privilege.of(right, entity).name(), " for the " + entity.logicalName() + " " + record);
        }
    }

    /** The fault of a right that is missing for one record. */
    public OrganizationServiceFault denied(AccessRight right, EntityMetadata entity, UUID record) {
        return denied(Privilege.of(right, entity).name(), " for the " + entity.logicalName() + " " + record);
    }

    private OrganizationServiceFault denied(String privilege, String forWhat) {
        return FaultCode.PRIVILEGE_DENIED.fault("The user " + userId() + " lacks the privilege " + privilege + forWhat
                + "; an administrator can give a role that has it.");
    }
}
