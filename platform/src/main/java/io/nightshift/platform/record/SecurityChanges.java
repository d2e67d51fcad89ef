package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.organization.SecurityRecords;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.Access;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Privilege;
import io.nightshift.platform.security.PrivilegeDepth;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Changes of the records that say who may do what. Nobody gives more than he has: who puts a privilege into a role, gives a
 * role away or takes somebody into a team needs all that comes with it. Each such change makes a new version of the
 * organization's security.
 */
final class SecurityChanges {

    /** What a user may not change of one's own record, nor of others' without reaching all of them. */
    private static final Map<String, Set<String>> GUARDED = Map.of(
            "systemuser",
            Set.of("businessunitid", "isdisabled", "accessmode", "domainname", "azureactivedirectoryobjectid"),
            "team",
            Set.of("businessunitid", "teamtype"),
            "role",
            Set.of("businessunitid", "isinherited"),
            "businessunit",
            Set.of("parentbusinessunitid", "isdisabled"));

    private final RequestContext context;

    SecurityChanges(RequestContext context) {
        this.context = context;
    }

    /** Checks rows that are to be written. */
    void check(EntityMetadata entity, List<StoredRow> rows) {
        if (entity.logicalName().equals("roleprivileges")) {
            rows.forEach(this::checkPrivilege);
        }
        Access access = context.access();
        Set<String> guarded = GUARDED.getOrDefault(entity.logicalName(), Set.of());
        if (guarded.isEmpty() || access.reach(AccessRight.WRITE, entity) instanceof Reach.All) {
            return;
        }
        for (StoredRow row : rows) {
            if (guarded.stream().anyMatch(row::has)) {
                throw access.denied(AccessRight.WRITE, entity, row.id());
            }
        }
    }

    private void checkPrivilege(StoredRow row) {
        Map<UUID, Privilege> known = Privilege.all(
                        context.organization().metadata().entities())
                .stream()
                .collect(Collectors.toMap(Privilege::id, privilege -> privilege));
        Privilege privilege = row.value("privilegeid") instanceof UUID id ? known.get(id) : null;
        PrivilegeDepth depth = row.value("privilegedepthmask") instanceof Integer mask
                ? PrivilegeDepth.ofMask(mask).orElse(null)
                : null;
        if (privilege == null || depth == null || !(row.value("roleid") instanceof EntityReference role)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "A role's privilege names a role, a privilege that exists, and a depth:"
                            + " 1 basic, 2 local, 4 deep, 8 global. Delete it and create another instead of changing it.");
        }
        if (role.id().equals(context.organization().administratorRoleId())) {
            throw administratorRole();
        }
        if (!context.access().covers(privilege.id(), depth)) {
            throw beyond(privilege.name());
        }
    }

    /** Checks pairs that are to be made. */
    void check(ManyToManyRelationshipMetadata pair, EntityReference target, List<EntityReference> related) {
        boolean roles = pair.entity1().equals("role") || pair.entity2().equals("role");
        boolean members = pair.intersectEntityName().equals("teammembership");
        if (!(roles || members) || context.access().isUnrestricted()) {
            return;
        }
        boolean targetGives = target.logicalName().equals(members ? "team" : "role");
        List<EntityReference> giving = targetGives ? List.of(target) : related;
        List<UUID> sides = giving.stream().map(EntityReference::id).toList();
        Collection<UUID> given = members ? rolesOf(sides) : sides;
        if (given.contains(context.organization().administratorRoleId())) {
            throw beyond("of a System Administrator");
        }
        SecurityRecords.privileges(context.connection(), context.organization().schema(), given)
                .values()
                .forEach(privileges -> privileges.forEach((privilege, depth) -> {
                    if (!context.access().covers(privilege, depth)) {
                        throw beyond("with the id " + privilege);
                    }
                }));
    }

    private List<UUID> rolesOf(Collection<UUID> teams) {
        Field<UUID> role = DSL.field(DSL.name("roleid"), SQLDataType.UUID);
        return context.sql()
                .select(role)
                .from(DSL.table(DSL.name(context.organization().schema(), "teamroles")))
                .where(Sql.among(DSL.field(DSL.name("teamid"), SQLDataType.UUID), teams))
                .fetch(role);
    }

    private static RuntimeException beyond(String privilege) {
        return FaultCode.PRIVILEGE_DENIED.fault(
                "Nobody gives more than he has: the privilege " + privilege + " is not yours at this depth.");
    }

    private static RuntimeException administratorRole() {
        return FaultCode.READ_ONLY.fault("The role System Administrator has every privilege; it cannot be changed.");
    }

    /** Refuses to delete what the organization cannot be without. */
    static void refuseDeletion(RequestContext context, EntityMetadata entity, Set<UUID> ids) {
        Map<String, UUID> kept = new HashMap<>();
        kept.put("role", context.organization().administratorRoleId());
        kept.put("systemuser", context.organization().systemUserId());
        kept.put("businessunit", context.organization().rootBusinessUnitId());
        UUID one = kept.get(entity.logicalName());
        if (one != null && ids.contains(one)) {
            throw FaultCode.READ_ONLY.fault("The " + entity.logicalName() + " " + one
                    + " belongs to the organization itself; it cannot be deleted.");
        }
    }

    /** Makes a new version after rows of an entity, or pairs, were written. */
    static void made(RequestContext context, String entity) {
        if (SecurityRecords.CONCERNED.contains(entity)) {
            SecurityRecords.advance(context.connection(), context.organization().schema());
        }
    }

    /** The same after a change of some columns; most of a user's matter to nobody here. */
    static void made(RequestContext context, EntityMetadata entity, Set<String> columns) {
        String name = entity.logicalName();
        boolean matters = GUARDED.getOrDefault(name, Set.of()).stream().anyMatch(columns::contains);
        if (matters || name.equals("roleprivileges")) {
            made(context, name);
        }
    }
}
