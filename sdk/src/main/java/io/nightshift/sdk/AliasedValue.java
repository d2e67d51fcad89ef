package io.nightshift.sdk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of a query's result that is no attribute of its entity: one of a linked entity, or an aggregate.
 *
 * @param entityLogicalName the entity that has the attribute
 * @param attributeLogicalName the attribute
 * @param value its value, of the class it has in an {@link Entity} of its own
 */
public record AliasedValue(
        String entityLogicalName,
        String attributeLogicalName,
        @Nullable Object value) {

    /** Both names are required. */
    public AliasedValue {
        Objects.requireNonNull(entityLogicalName);
        Objects.requireNonNull(attributeLogicalName);
    }
}
