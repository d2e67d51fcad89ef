package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.server.webapi.odata.Navigation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an address leads to. */
sealed interface Target {

    /** All records of an entity. */
    record Set(EntityMetadata entity) implements Target {}

    /** A record, named by its id or a key. */
    record One(EntityMetadata entity, RecordKey key) implements Target {}

    /** A record that was reached through others; it exists. */
    record Reached(EntityMetadata entity, UUID id) implements Target {}

    /** What a single-valued navigation property leads to. */
    record Single(EntityMetadata owner, UUID ownerId, Navigation.ManyToOne navigation) implements Target {}

    /** What a collection-valued navigation property leads to. */
    record Many(EntityMetadata owner, UUID ownerId, Navigation navigation, EntityMetadata entity) implements Target {}

    /** One of what a collection-valued navigation property leads to. */
    record Member(Many of, UUID id) implements Target {}

    /** A property of a record. */
    record Property(EntityMetadata entity, UUID id, AttributeMetadata attribute, boolean raw) implements Target {}

    /** How many records a collection has. */
    record Count(Target of) implements Target {}

    /** The link itself instead of the record it leads to. */
    record Reference(Target of) implements Target {}

    /** A function or action. */
    record Operation(
            @Nullable Target bound, String name, @Nullable String arguments) implements Target {}
}
