package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.RequiredLevel;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes records of one entity: all that are given or none. */
public final class RecordUpdate {

    private final RequestContext context;
    private final boolean maintained;

    /** Changes records within this request. */
    public RecordUpdate(RequestContext context) {
        this(context, false);
    }

    private RecordUpdate(RequestContext context, boolean maintained) {
        this.context = context;
        this.maintained = maintained;
    }

    /** The same for what the platform maintains itself. */
    public RecordUpdate maintained() {
        return new RecordUpdate(context, true);
    }

    /**
     * Changes the attributes that each target carries, no others. Attributes that the platform maintains are ignored, as
     * in Dynamics, so that a record that was read can be written back. A new owner takes along what the relationships
     * say.
     */
    public void update(String entityName, List<Entity> targets, ConcurrencyBehavior concurrency) {
        EntityMetadata entity = context.entity(entityName);
        context.access().require(AccessRight.WRITE, entity);
        RowAccess access = new RowAccess(context, entity);
        RowStatements statements = new RowStatements(context, entity);
        List<Change> changes = changes(entity, targets);
        List<StoredRow> rows = changes.stream().map(Change::row).toList();
        Map<EntityReference, Map<UUID, EntityReference>> newOwners = new LinkedHashMap<>();
        if (concurrency == ConcurrencyBehavior.IF_ROW_VERSION_MATCHES
                || statements.areAudited()
                || dependOnIt(entity, rows)) {
            Map<UUID, LockedRecord> locked = new RecordLocks(context, entity)
                    .all(rows.stream().map(StoredRow::id).toList());
            for (Change change : changes) {
                StoredRow row = change.row();
                LockedRecord before = Objects.requireNonNull(locked.get(row.id()));
                access.requireToUpdate(row, before);
                checkVersion(entityName, change.target().rowVersion(), before, concurrency);
                RecordState.ofChange(entity, row, before.state());
                FullName.complete(entity, row, before.nameParts()::get);
                EntityReference had = before.owner();
                if (had != null && row.value("ownerid") instanceof EntityReference owner && !owner.equals(had)) {
                    newOwners.computeIfAbsent(owner, _ -> new LinkedHashMap<>()).put(row.id(), had);
                }
            }
        }
        rows.forEach(row -> complete(entity, row));
        new References(context).check(entity, rows);
        new Ownership(context).complete(entity, rows);
        new SecurityChanges(context).check(entity, rows);
        WriteFailures.explained(context, entity, () -> {
            if (statements.update(rows) < rows.size()) {
                throw RecordLocks.missing(entity, rows.getFirst().id());
            }
        });
        newOwners.forEach((owner, previous) -> new OwnerCascade(context, owner).from(entity, previous));
    }

    /**
     * Whether rows can be checked only against the records as they are, or are several, to be locked in one order. One that
     * sets plain values, by who may write every record of the entity, is locked by the statement that writes it: to lock it
     * before would be a round trip for nothing.
     */
    private boolean dependOnIt(EntityMetadata entity, List<StoredRow> rows) {
        return rows.size() != 1
                || !(context.access().reach(AccessRight.WRITE, entity) instanceof Reach.All)
                || rows.getFirst().attributes().values().stream()
                        .anyMatch(attribute -> attribute.type().isReference()
                                || RecordState.isPart(attribute)
                                || FullName.isPart(attribute));
    }

    /** A target and what it changes. */
    private record Change(Entity target, StoredRow row) {}

    private List<Change> changes(EntityMetadata entity, List<Entity> targets) {
        RecordTargets finding = new RecordTargets(context, entity);
        Set<UUID> seen = new HashSet<>();
        List<Change> changes = new ArrayList<>();
        for (Entity target : targets) {
            RecordCreation.checkEntity(entity.logicalName(), target);
            UUID id = finding.id(target);
            if (!seen.add(id)) {
                throw FaultCode.INVALID_ARGUMENT.fault("The " + entity.logicalName() + " with the id " + id
                        + " is twice among the targets; put its changes together.");
            }
            changes.add(new Change(target, row(entity, id, target)));
        }
        return changes;
    }

    private StoredRow row(EntityMetadata entity, UUID id, Entity target) {
        StoredRow row = new StoredRow(id);
        for (Map.Entry<String, @Nullable Object> given : target.attributes().entrySet()) {
            AttributeMetadata attribute = entity.attribute(given.getKey());
            if (maintained || attribute.access().forUpdate()) {
                Object value = AttributeValues.checked(entity.logicalName(), attribute, given.getValue());
                if (value == null && attribute.required() == RequiredLevel.SYSTEM_REQUIRED) {
                    throw RecordCreation.missing(entity, attribute);
                }
                row.put(attribute, value);
            }
        }
        return row;
    }

    private void complete(EntityMetadata entity, StoredRow row) {
        NoteDocument.complete(entity, row);
        entity.find("modifiedon").ifPresent(attribute -> row.put(attribute, context.now()));
        entity.find("modifiedby").ifPresent(attribute -> row.put(attribute, context.user()));
    }

    /** Compares row versions when that is asked for. */
    static void checkVersion(
            String entity, @Nullable String expected, LockedRecord before, ConcurrencyBehavior concurrency) {
        if (concurrency != ConcurrencyBehavior.IF_ROW_VERSION_MATCHES) {
            return;
        }
        if (expected == null) {
            throw FaultCode.CONCURRENCY_VERSION_NOT_PROVIDED.fault(
                    "A comparison of row versions was asked for, but the target carries none.");
        }
        if (!expected.equals(Long.toString(before.version()))) {
            throw FaultCode.CONCURRENCY_VERSION_MISMATCH.fault("The " + entity + " with the id " + before.id()
                    + " has changed since its version " + expected + "; read it again.");
        }
    }
}
