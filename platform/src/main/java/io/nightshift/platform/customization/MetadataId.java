package io.nightshift.platform.customization;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The ids of metadata (Dynamics: MetadataId). They come from the names, so that they are the same on every node. */
public final class MetadataId {

    private MetadataId() {}

    /** The id of an entity. */
    public static UUID ofEntity(String logicalName) {
        return of("entity", logicalName);
    }

    /** The id of an attribute. */
    public static UUID ofAttribute(String entity, String attribute) {
        return of("attribute", entity + "." + attribute);
    }

    /** The id of an alternate key. */
    public static UUID ofKey(String entity, String key) {
        return of("key", entity + "." + key);
    }

    /** The id of a relationship of either kind. */
    public static UUID ofRelationship(String schemaName) {
        return of("relationship", schemaName);
    }

    private static UUID of(String kind, String name) {
        return UUID.nameUUIDFromBytes(("nightshift:metadata:" + kind + ":" + name).getBytes(StandardCharsets.UTF_8));
    }
}
