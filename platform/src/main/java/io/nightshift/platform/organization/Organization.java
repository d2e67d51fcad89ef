package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.security.Access;
import io.nightshift.platform.security.OrganizationSecurity;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An organization as a request sees it: its name, its schema, and its metadata at the version of that moment.
 *
 * @param schema the PostgreSQL schema with its records
 * @param number the number by which the engine's views know the organization
 * @param registrations changes whenever a record changes that says what happens on requests (a step, for example);
 *     what is computed from such records can be kept as long as this number is the same
 * @param security who may do what, at the version of that moment
 * @param audited whether changes of records are audited at all; which are, each entity says
 * @param texts the texts of statements that were worked out from this version of the metadata
 */
public record Organization(
        String name,
        String schema,
        int number,
        OrganizationMetadata metadata,
        long registrations,
        OrganizationSecurity security,
        boolean audited,
        StatementTexts texts) {

    /** An organization whose metadata is new here. */
    public Organization(
            String name,
            String schema,
            int number,
            OrganizationMetadata metadata,
            long registrations,
            OrganizationSecurity security) {
        this(name, schema, number, metadata, registrations, security, false, new StatementTexts());
    }

    /** The id of the organization's own record; the same on every node, because it comes from the name. */
    public UUID id() {
        return derived("organization");
    }

    /** The business unit that all others stand below. */
    public UUID rootBusinessUnitId() {
        return derived("businessunit");
    }

    /** The user that the platform itself acts as. */
    public UUID systemUserId() {
        return systemUserId(name);
    }

    /** The same of the organization with this name. */
    public static UUID systemUserId(String organization) {
        return derived("systemuser", organization);
    }

    /** The role that gives everything. */
    public UUID administratorRoleId() {
        return roleId("System Administrator");
    }

    /** The id of a standard role. */
    public UUID roleId(String role) {
        return derived("role:" + role);
    }

    /** The same organization with nothing refused to anybody, for what the platform does on its own account. */
    public Organization unrestricted() {
        return with(security.unrestricted());
    }

    /** The same organization, a user limited to what the caller may do who acts on behalf of that user. */
    public Organization limitedTo(Access caller, UUID user) {
        return with(security.limitedTo(caller, user));
    }

    Organization with(OrganizationSecurity other) {
        return new Organization(name, schema, number, metadata, registrations, other, audited, texts);
    }

    /** The user that an organization's first token, and so its first person, acts as. */
    public static UUID administratorId(String organization) {
        return derived("administrator", organization);
    }

    private UUID derived(String what) {
        return derived(what, name);
    }

    private static UUID derived(String what, String name) {
        return UUID.nameUUIDFromBytes(("nightshift:" + what + ":" + name).getBytes(StandardCharsets.UTF_8));
    }
}
