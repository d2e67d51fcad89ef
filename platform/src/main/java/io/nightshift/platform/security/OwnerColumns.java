package io.nightshift.platform.security;

import io.nightshift.platform.metadata.EntityMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an entity that say whose a record is.
 *
 * @param owner names the user or team; null where nobody owns a record
 * @param unit names the business unit; null where a record belongs to none
 */
public record OwnerColumns(@Nullable String owner, @Nullable String unit) {

    /** Those of an entity, by its ownership. A user's own record and settings are the user's own. */
    public static OwnerColumns of(EntityMetadata entity) {
        return switch (entity.ownership()) {
            case USER -> new OwnerColumns("ownerid", "owningbusinessunit");
            case BUSINESS_UNIT ->
                new OwnerColumns(
                        entity.primaryIdAttribute().equals("systemuserid") ? "systemuserid" : null, "businessunitid");
            case ORGANIZATION, NONE -> new OwnerColumns(null, null);
        };
    }

    /** Whether a record belongs to somebody, so that how far a right reaches matters. */
    public boolean any() {
        return unit != null;
    }
}
