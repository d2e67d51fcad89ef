package io.nightshift.sdk.metadata;

import org.jspecify.annotations.Nullable;

/**
 * What concerns an entity as a whole: all of what CreateEntity and UpdateEntity take beside its attributes. Not thread-safe
 * while it is put together.
 */
public final class EntityHeader {

    private final String logicalName;
    private @Nullable String displayName;
    private @Nullable String displayCollectionName;
    private @Nullable String entitySetName;
    private @Nullable OwnershipTypes ownershipType;
    private @Nullable Boolean isAuditEnabled;
    private @Nullable String primaryIdAttribute;
    private @Nullable String primaryNameAttribute;
    private @Nullable Integer objectTypeCode;
    private @Nullable Boolean isCustomEntity;

    /** An entity of this name. An own entity's begins with a customization prefix, as {@code new_ship} does. */
    public EntityHeader(String logicalName) {
        this.logicalName = logicalName;
    }

    /** The name in requests, in lower case. */
    public String logicalName() {
        return logicalName;
    }

    /** What people call one record of it; the logical name unless it is given. */
    public @Nullable String displayName() {
        return displayName;
    }

    /** Sets what people call one record of it. */
    public EntityHeader displayName(@Nullable String value) {
        this.displayName = value;
        return this;
    }

    /** What people call several. */
    public @Nullable String displayCollectionName() {
        return displayCollectionName;
    }

    /** Sets what people call several. */
    public EntityHeader displayCollectionName(@Nullable String value) {
        this.displayCollectionName = value;
        return this;
    }

    /** The collection in the Web API; the plural of the logical name unless it is given. */
    public @Nullable String entitySetName() {
        return entitySetName;
    }

    /** Sets the name of the collection; only when it is created. */
    public EntityHeader entitySetName(@Nullable String value) {
        this.entitySetName = value;
        return this;
    }

    /** Who owns its records: {@link OwnershipTypes#USER_OWNED} unless it is given. */
    public @Nullable OwnershipTypes ownershipType() {
        return ownershipType;
    }

    /** Sets who owns its records; only when it is created. */
    public EntityHeader ownershipType(@Nullable OwnershipTypes value) {
        this.ownershipType = value;
        return this;
    }

    /** Whether changes of its records are audited, where the organization audits at all. */
    public @Nullable Boolean isAuditEnabled() {
        return isAuditEnabled;
    }

    /** Sets whether changes of its records are audited. */
    public EntityHeader auditEnabled(@Nullable Boolean value) {
        this.isAuditEnabled = value;
        return this;
    }

    /** The attribute with a record's id; the platform names it. */
    public @Nullable String primaryIdAttribute() {
        return primaryIdAttribute;
    }

    /** The attribute that names a record. */
    public @Nullable String primaryNameAttribute() {
        return primaryNameAttribute;
    }

    /** The number of the entity; the platform gives it. */
    public @Nullable Integer objectTypeCode() {
        return objectTypeCode;
    }

    /** Whether the organization made it. */
    public @Nullable Boolean isCustomEntity() {
        return isCustomEntity;
    }

    /** Sets what only the platform says. */
    public EntityHeader known(String primaryId, @Nullable String primaryName, int typeCode, boolean custom) {
        this.primaryIdAttribute = primaryId;
        this.primaryNameAttribute = primaryName;
        this.objectTypeCode = typeCode;
        this.isCustomEntity = custom;
        return this;
    }
}
