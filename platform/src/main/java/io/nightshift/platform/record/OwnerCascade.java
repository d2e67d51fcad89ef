package io.nightshift.platform.record;

import io.nightshift.platform.metadata.CascadeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.EntityReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;

/** Gives the children of records that got another owner the same owner, as far as their relationships say so. */
final class OwnerCascade {

    private final RequestContext context;
    private final EntityReference owner;
    private final Map<String, Set<UUID>> visited = new HashMap<>();

    OwnerCascade(RequestContext context, EntityReference owner) {
        this.context = context;
        this.owner = owner;
    }

    /**
     * Follows the relationships of these records.
     *
     * @param previous the records, each with the owner it had
     */
    void from(EntityMetadata entity, Map<UUID, EntityReference> previous) {
        Set<UUID> seen = visited.computeIfAbsent(entity.logicalName(), _ -> new HashSet<>());
        Map<UUID, EntityReference> fresh = new LinkedHashMap<>(previous);
        fresh.keySet().removeIf(id -> !seen.add(id));
        if (fresh.isEmpty()) {
            return;
        }
        for (OneToManyRelationshipMetadata relationship :
                context.organization().metadata().referencing(entity.logicalName())) {
            CascadeType cascade = relationship.cascade().assign();
            EntityMetadata child = context.entity(relationship.referencingEntity());
            if (cascade != CascadeType.NO_CASCADE && child.ownership() == OwnershipType.USER) {
                Map<UUID, EntityReference> moved = new LinkedHashMap<>();
                byOwner(cascade, fresh)
                        .forEach((before, parents) -> moved.putAll(move(
                                child, new ReferencingRecords(context, relationship).to(parents), cascade, before)));
                from(child, moved);
            }
        }
    }

    /** Only where the rule looks at the owner the parent had are parents of different owners told apart. */
    private Map<EntityReference, List<UUID>> byOwner(CascadeType cascade, Map<UUID, EntityReference> parents) {
        Map<EntityReference, List<UUID>> groups = new LinkedHashMap<>();
        parents.forEach((id, before) -> groups.computeIfAbsent(
                        cascade == CascadeType.USER_OWNED ? before : owner, _ -> new ArrayList<>())
                .add(id));
        return groups;
    }

    private Map<UUID, EntityReference> move(
            EntityMetadata child, Condition children, CascadeType cascade, EntityReference before) {
        Map<UUID, EntityReference> moved = new LinkedHashMap<>();
        List<StoredRow> rows = new ArrayList<>();
        List<LockedRecord> given = new ArrayList<>();
        RecordLocks locks = new RecordLocks(context, child);
        for (LockedRecord record : locks.matching(children).values()) {
            EntityReference had = record.owner();
            if (had == null
                    || had.equals(owner)
                    || (cascade == CascadeType.ACTIVE && record.state() != 0)
                    || (cascade == CascadeType.USER_OWNED && !had.equals(before))) {
                continue;
            }
            StoredRow row = new StoredRow(record.id());
            row.put(child.attribute("ownerid"), owner);
            child.find("modifiedon").ifPresent(attribute -> row.put(attribute, context.now()));
            child.find("modifiedby").ifPresent(attribute -> row.put(attribute, context.user()));
            rows.add(row);
            given.add(record);
            moved.put(record.id(), had);
        }
        if (!rows.isEmpty()) {
            locks.require(AccessRight.ASSIGN, given);
            new Ownership(context).complete(child, rows);
            new RowStatements(context, child).update(rows);
        }
        return moved;
    }
}
