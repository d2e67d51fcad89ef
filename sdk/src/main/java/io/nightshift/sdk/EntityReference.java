package io.nightshift.sdk;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names a record: the logical name of its entity and its id. Two references are equal when both agree; the name is only
 * shown. Immutable.
 */
public final class EntityReference {

    private final String logicalName;
    private final UUID id;
    private final @Nullable String name;

    /** A reference as callers write it. */
    public EntityReference(String logicalName, UUID id) {
        this(logicalName, id, null);
    }

    /** A reference as the service answers it, with the record's primary name where it is known. */
    public EntityReference(String logicalName, UUID id, @Nullable String name) {
        this.logicalName = Objects.requireNonNull(logicalName, "logicalName");
        this.id = Objects.requireNonNull(id, "id");
        this.name = name;
    }

    /** The logical name of the record's entity. */
    public String logicalName() {
        return logicalName;
    }

    /** The record's id. */
    public UUID id() {
        return id;
    }

    /** The record's primary name when it was read; null when it was not. */
    public @Nullable String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EntityReference that && logicalName.equals(that.logicalName) && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(logicalName, id);
    }

    @Override
    public String toString() {
        return logicalName + "(" + id + ")";
    }
}
