package io.nightshift.platform.security;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Relationship;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes users, teams, business units and roles in contoso, and acts as them. */
public final class People {

    private static final String CONTOSO = PlatformFixture.CONTOSO;

    private final PlatformFixture fixture;
    private final OrganizationService platform;
    private final Organization organization;

    /** In the organization contoso of this fixture. */
    public People(PlatformFixture fixture) throws Exception {
        this.fixture = fixture;
        this.platform = fixture.service();
        this.organization = fixture.platform().organization(CONTOSO);
    }

    /** The organization as it was. */
    public Organization organization() {
        return organization;
    }

    /** The platform's own service. */
    public OrganizationService platform() {
        return platform;
    }

    /** The service of a user. */
    public OrganizationService as(UUID user) {
        return fixture.platform().service(CONTOSO, user);
    }

    /** The root business unit. */
    public UUID root() {
        return organization.rootBusinessUnitId();
    }

    /** A business unit below another. */
    public UUID unit(String name, UUID parent) {
        return platform.create(new Entity("businessunit")
                .set("name", name)
                .set("parentbusinessunitid", new EntityReference("businessunit", parent)));
    }

    /** A user with these roles. */
    public UUID user(String name, UUID unit, UUID... roles) {
        UUID user = platform.create(new Entity("systemuser")
                .set("lastname", name)
                .set("businessunitid", new EntityReference("businessunit", unit)));
        give(new EntityReference("systemuser", user), roles);
        return user;
    }

    /** Gives roles to a user or team. */
    public void give(EntityReference principal, UUID... roles) {
        String pairs = principal.logicalName().equals("team") ? "teamroles_association" : "systemuserroles_association";
        for (UUID role : roles) {
            relate(platform, principal, pairs, new EntityReference("role", role));
        }
    }

    /** Relates one record with another. */
    public static void relate(OrganizationService as, EntityReference target, String pairs, EntityReference other) {
        as.associate(target.logicalName(), target.id(), new Relationship(pairs), List.of(other));
    }

    /** A team of these users. */
    public UUID team(String name, UUID unit, int type, UUID... members) {
        UUID team = platform.create(new Entity("team")
                .set("name", name)
                .set("teamtype", new io.nightshift.sdk.OptionSetValue(type))
                .set("administratorid", new EntityReference("systemuser", organization.systemUserId()))
                .set("businessunitid", new EntityReference("businessunit", unit)));
        for (UUID member : members) {
            relate(
                    platform,
                    new EntityReference("team", team),
                    "teammembership_association",
                    new EntityReference("systemuser", member));
        }
        return team;
    }

    /** A standard role. */
    public UUID role(String name) {
        return organization.roleId(name);
    }

    /** A role of one's own, without privileges. */
    public UUID newRole(String name, boolean inherited) {
        return platform.create(new Entity("role")
                .set("name", name)
                .set("isinherited", new io.nightshift.sdk.OptionSetValue(inherited ? 1 : 0))
                .set("businessunitid", new EntityReference("businessunit", root())));
    }

    /** Puts a privilege into a role. */
    public UUID allow(OrganizationService as, UUID role, Privilege privilege, PrivilegeDepth depth) {
        return as.create(new Entity("roleprivileges")
                .set("roleid", new EntityReference("role", role))
                .set("privilegeid", privilege.id())
                .set("privilegedepthmask", depth.mask()));
    }

    /** A privilege for records of an entity. */
    public Privilege privilege(AccessRight right, String entity) {
        return Privilege.of(right, organization.metadata().entity(entity));
    }

    /** An account of an owner. */
    public UUID account(String name, String ownerKind, UUID owner, @Nullable EntityReference parent) {
        Entity account = new Entity("account").set("name", name).set("ownerid", new EntityReference(ownerKind, owner));
        return platform.create(parent == null ? account : account.set("parentaccountid", parent));
    }
}
