package io.nightshift.sdk.metadata;

import java.util.List;

/**
 * An alternate key of an entity (Dynamics: EntityKeyMetadata).
 *
 * @param logicalName unique in the entity; of an own key it begins with a customization prefix, as {@code new_code} does
 * @param keyAttributes 1 to 16 attributes
 */
public record EntityKeyMetadata(String logicalName, List<String> keyAttributes) {

    public EntityKeyMetadata {
        keyAttributes = List.copyOf(keyAttributes);
    }
}
