package io.nightshift.platform.record;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.OwnerColumns;
import io.nightshift.platform.security.Privilege;
import io.nightshift.platform.security.PrivilegeDepth;
import io.nightshift.platform.security.StandardRoles;
import io.nightshift.platform.security.StandardRoles.StandardRole;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records that every organization begins with: itself, its root business unit, the user the platform acts as, the
 * privileges and standard roles, and the first administrator.
 */
public final class FirstRecords {

    private final RequestContext context;
    private final RecordCreation creation;
    private final EntityReference unit;

    private FirstRecords(RequestContext context) {
        this.context = context;
        this.creation = new RecordCreation(context);
        this.unit = new EntityReference("businessunit", context.organization().rootBusinessUnitId());
    }

    /** Creates them, the caller being the user that the platform acts as, which is created, too. */
    public static void make(RequestContext context) {
        FirstRecords first = new FirstRecords(context);
        first.organization();
        first.privileges();
        List<Entity> held = new ArrayList<>();
        StandardRoles.of(context.organization().metadata()).forEach(role -> first.role(role, held));
        first.creation.create("roleprivileges", held);
        first.administrator();
    }

    private void organization() {
        Organization organization = context.organization();
        creation.create(
                "organization",
                List.of(new Entity("organization", organization.id()).set("name", organization.name())));
        creation.create(
                "businessunit", List.of(new Entity("businessunit", unit.id()).set("name", organization.name())));
        creation.create("systemuser", List.of(user(context.userId(), "SYSTEM", null)));
    }

    private Entity user(UUID id, String name, @Nullable String signInName) {
        return new Entity("systemuser", id)
                .set("lastname", name)
                .set("domainname", signInName)
                .set("businessunitid", unit);
    }

    private void privileges() {
        creation.create(
                "privilege",
                Privilege.all(context.organization().metadata().entities()).stream()
                        .map(privilege -> {
                            String entity = privilege.entity();
                            return record(privilege, entity == null ? null : context.entity(entity));
                        })
                        .toList());
    }

    /** Makes the privileges of an entity that the organization makes itself. */
    public static void makePrivileges(RequestContext context, EntityMetadata entity) {
        new RecordCreation(context)
                .create(
                        "privilege",
                        Privilege.of(entity).stream()
                                .map(privilege -> record(privilege, entity))
                                .toList());
    }

    /** Takes the privileges of a removed entity away. What roles have of them allows nothing any more. */
    public static void removePrivileges(RequestContext context, EntityMetadata entity) {
        List<UUID> ids = Privilege.of(entity).stream().map(Privilege::id).toList();
        List<UUID> known = new RecordReader(context)
                .byIds("privilege", ids, ColumnSet.of()).stream()
                        .map(privilege -> Objects.requireNonNull(privilege.id()))
                        .toList();
        new RecordDeletion(context).delete("privilege", known);
    }

    private static Entity record(Privilege privilege, @Nullable EntityMetadata entity) {
        AccessRight right = privilege.right();
        String name = privilege.entity();
        boolean graded = entity != null && OwnerColumns.of(entity).any();
        return new Entity("privilege", privilege.id())
                .set("name", privilege.name())
                .set("accessright", right == null ? 0 : right.number())
                .set("objecttypecode", name)
                .set("canbebasic", graded)
                .set("canbelocal", graded)
                .set("canbedeep", graded)
                .set("canbeglobal", true);
    }

    private void role(StandardRole role, List<Entity> held) {
        UUID id = context.organization().roleId(role.name());
        creation.create(
                "role",
                List.of(new Entity("role", id)
                        .set("name", role.name())
                        .set("roletemplateid", role.templateId())
                        .set("businessunitid", unit)));
        role.privileges().forEach((privilege, depth) -> held.add(held(id, privilege, depth)));
    }

    private Entity held(UUID role, Privilege privilege, PrivilegeDepth depth) {
        return new Entity("roleprivileges", UuidV7.make(context.now()))
                .set("roleid", new EntityReference("role", role))
                .set("privilegeid", privilege.id())
                .set("privilegedepthmask", depth.mask());
    }

    private void administrator() {
        Organization organization = context.organization();
        UUID id = Organization.administratorId(organization.name());
        creation.create("systemuser", List.of(user(id, "Administrator", "administrator")));
        new Associations(context)
                .associate(
                        new EntityReference("systemuser", id),
                        new Relationship("systemuserroles_association"),
                        List.of(new EntityReference("role", organization.administratorRoleId())));
    }
}
