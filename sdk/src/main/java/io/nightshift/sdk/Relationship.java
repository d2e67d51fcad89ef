package io.nightshift.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A relationship by its schema name, for associate and disassociate.
 *
 * @param schemaName for example {@code account_primary_contact}
 * @param primaryEntityRole for a relationship of an entity with itself: which side the target is on; else null
 */
public record Relationship(String schemaName, @Nullable EntityRole primaryEntityRole) {

    /** The side of a relationship of an entity with itself. */
    public enum EntityRole {
        /** The target refers to the related records. */
        REFERENCING,
        /** The related records refer to the target. */
        REFERENCED
    }

    /** A relationship between two entities. */
    public Relationship(String schemaName) {
        this(schemaName, null);
    }
}
