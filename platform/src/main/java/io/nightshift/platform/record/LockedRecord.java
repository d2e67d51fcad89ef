package io.nightshift.platform.record;

import io.nightshift.sdk.EntityReference;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a change has to know of a record that it has locked.
 *
 * @param version the row version
 * @param state the state; 0 for entities without one
 * @param owner null for entities without one
 * @param ownerId what the entity has in {@link io.nightshift.platform.security.OwnerColumns#owner}
 * @param unitId what it has in {@link io.nightshift.platform.security.OwnerColumns#unit}
 * @param nameParts the parts of a person's name, where the entity has them
 */
record LockedRecord(
        UUID id,
        long version,
        int state,
        @Nullable EntityReference owner,
        @Nullable UUID ownerId,
        @Nullable UUID unitId,
        Map<String, @Nullable String> nameParts) {}
