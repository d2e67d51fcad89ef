package io.nightshift.sdk.metadata;

/** Who owns the records of an entity (Dynamics: OwnershipTypes). */
public enum OwnershipTypes {
    /** A user or a team. */
    USER_OWNED,
    /** A business unit; only entities of the platform's own. */
    BUSINESS_OWNED,
    /** The organization. */
    ORGANIZATION_OWNED,
    /** Nobody; only entities of the platform's own. */
    NONE
}
