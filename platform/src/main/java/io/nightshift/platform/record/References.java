package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeMetadata.Access;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;

/**
 * Sees to it that every reference that is written names a record that exists, and goes on to exist until the end of the
 * transaction: the record is locked against deletion, not against changes.
 */
final class References {

    private final RequestContext context;

    References(RequestContext context) {
        this.context = context;
    }

    /** Checks the references of these rows; 0x80040217 for one that leads nowhere. */
    void check(EntityMetadata entity, List<StoredRow> rows) {
        Set<UUID> own = rows.stream().map(StoredRow::id).collect(Collectors.toSet());
        check(rows.stream()
                .flatMap(row -> entity.all().stream()
                        .filter(attribute -> attribute.type().isReference()
                                && attribute.access() != Access.READ
                                && row.has(attribute.logicalName()))
                        .flatMap(attribute -> reference(row, attribute)))
                // The caller is looked up as an owner anyway; locking one's own row with every write would cost all.
                .filter(reference -> !reference.equals(context.user()))
                // A record may refer to one that the same statement writes.
                .filter(reference ->
                        !reference.logicalName().equals(entity.logicalName()) || !own.contains(reference.id()))
                .toList());
    }

    private static Stream<EntityReference> reference(StoredRow row, AttributeMetadata attribute) {
        return row.value(attribute.logicalName()) instanceof EntityReference reference
                ? Stream.of(reference)
                : Stream.empty();
    }

    /** Checks these references, entity by entity, each in the order of the ids. */
    void check(Collection<EntityReference> references) {
        Map<String, Set<UUID>> byEntity = new TreeMap<>();
        for (EntityReference reference : references) {
            byEntity.computeIfAbsent(reference.logicalName(), _ -> new TreeSet<>())
                    .add(reference.id());
        }
        byEntity.forEach((name, ids) -> {
            EntityMetadata entity = context.entity(name);
            Field<UUID> id = context.table(entity).id();
            var existing = context.sql()
                    .select(id)
                    .from(context.table(entity).table())
                    .where(RowStatements.among(id, ids))
                    .orderBy(id);
            // The records of a virtual entity come and go by rules of their own; nothing here can hold them.
            Set<UUID> found = new HashSet<>((entity.virtual() ? existing : existing.forKeyShare()).fetch(id));
            for (UUID wanted : ids) {
                if (!found.contains(wanted)) {
                    throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                            "The " + name + " with the id " + wanted + " does not exist.");
                }
            }
        });
    }
}
