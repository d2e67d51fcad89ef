package io.nightshift.platform.record;

import io.nightshift.database.FurtherStatement;
import io.nightshift.operation.UuidV7;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.metadata.RequiredLevel;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates records of one entity: all that are given or none, with one statement that writes them. */
public final class RecordCreation {

    private final RequestContext context;
    private final boolean maintained;

    /** Creates records within this request. */
    public RecordCreation(RequestContext context) {
        this(context, false);
    }

    private RecordCreation(RequestContext context, boolean maintained) {
        this.context = context;
        this.maintained = maintained;
    }

    /** The same for records of the platform's own: what it maintains itself is written, too. */
    public RecordCreation maintained() {
        return new RecordCreation(context, true);
    }

    /**
     * Creates the records and answers their ids in the same order. Attributes that the platform maintains are ignored,
     * as in Dynamics, so that a record that was read can be created again elsewhere.
     */
    public List<UUID> create(String entityName, List<Entity> targets) {
        if (targets.isEmpty()) {
            context.access().require(AccessRight.CREATE, context.entity(entityName));
            return List.of();
        }
        EntityMetadata entity = context.entity(entityName);
        List<StoredRow> rows = checked(entity, targets);
        WriteFailures.explained(context, entity, () -> new RowStatements(context, entity).insert(rows));
        return rows.stream().map(StoredRow::id).toList();
    }

    /**
     * Checks the records like the other, and answers the statement that creates them, for who sends it together with the last
     * of the transaction.
     *
     * @param targets one at least
     */
    public FurtherStatement along(String entityName, List<Entity> targets) {
        EntityMetadata entity = context.entity(entityName);
        return new RowStatements(context, entity).insertAlong(checked(entity, targets));
    }

    private List<StoredRow> checked(EntityMetadata entity, List<Entity> targets) {
        String entityName = entity.logicalName();
        context.access().require(AccessRight.CREATE, entity);
        if (entityName.equals(AuditTrail.ENTITY)) {
            throw FaultCode.NOT_SUPPORTED.fault("Entries of the audit are written by the platform alone.");
        }
        List<StoredRow> rows = new ArrayList<>(targets.size());
        for (Entity target : targets) {
            checkEntity(entityName, target);
            rows.add(row(entity, target));
        }
        new References(context).check(entity, rows);
        new Ownership(context).complete(entity, rows);
        new RowAccess(context, entity).requireToCreate(rows);
        new SecurityChanges(context).check(entity, rows);
        return rows;
    }

    static void checkEntity(String entityName, Entity target) {
        if (!target.logicalName().equals(entityName)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "All targets of one request are of one entity; after " + entityName + " came another.");
        }
    }

    private StoredRow row(EntityMetadata entity, Entity target) {
        AttributeMetadata key = entity.attribute(entity.primaryIdAttribute());
        UUID id = target.id();
        if (id == null) {
            id = (UUID) AttributeValues.checked(entity.logicalName(), key, target.get(key.logicalName()));
        }
        if (id == null) {
            id = UuidV7.make(context.now());
        }
        StoredRow row = new StoredRow(id);
        row.put(key, id);
        for (Map.Entry<String, @Nullable Object> given : target.attributes().entrySet()) {
            AttributeMetadata attribute = entity.attribute(given.getKey());
            if ((maintained || attribute.access().forCreate()) && !attribute.equals(key)) {
                row.put(attribute, AttributeValues.checked(entity.logicalName(), attribute, given.getValue()));
            }
        }
        for (Map.Entry<String, @Nullable Object> given : target.keyAttributes().entrySet()) {
            AttributeMetadata attribute = entity.attribute(given.getKey());
            if (!row.has(attribute.logicalName())) {
                row.put(attribute, AttributeValues.checked(entity.logicalName(), attribute, given.getValue()));
            }
        }
        defaults(entity, row);
        system(entity, row);
        required(entity, row);
        return row;
    }

    private void defaults(EntityMetadata entity, StoredRow row) {
        for (AttributeMetadata attribute : entity.all()) {
            if (!row.has(attribute.logicalName())) {
                if (attribute.type() instanceof BooleanType yesNo) {
                    row.put(attribute, yesNo.defaultValue());
                } else if (attribute.type() instanceof PicklistType picklist && picklist.defaultValue() != null) {
                    row.put(attribute, new OptionSetValue(picklist.defaultValue()));
                }
            }
        }
        RecordState.ofNew(entity, row);
        FullName.complete(entity, row, part -> null);
        NoteDocument.complete(entity, row);
    }

    private void system(EntityMetadata entity, StoredRow row) {
        Instant createdOn = context.now();
        if (row.value("overriddencreatedon") instanceof Instant migrated) {
            // The record keeps the date it had elsewhere; this attribute tells when it came here.
            createdOn = migrated;
            row.put(entity.attribute("overriddencreatedon"), context.now());
        }
        put(entity, row, "createdon", createdOn);
        put(entity, row, "modifiedon", context.now());
        put(entity, row, "createdby", context.user());
        put(entity, row, "modifiedby", context.user());
        if (entity.ownership() == OwnershipType.USER && row.value("ownerid") == null) {
            put(entity, row, "ownerid", context.user());
        }
        if (entity.ownership() == OwnershipType.ORGANIZATION) {
            put(
                    entity,
                    row,
                    "organizationid",
                    new EntityReference("organization", context.organization().id()));
        }
    }

    private static void put(EntityMetadata entity, StoredRow row, String attribute, Object value) {
        entity.find(attribute).ifPresent(found -> row.put(found, value));
    }

    private static void required(EntityMetadata entity, StoredRow row) {
        for (AttributeMetadata attribute : entity.all()) {
            if (attribute.required() == RequiredLevel.SYSTEM_REQUIRED && row.value(attribute.logicalName()) == null) {
                throw missing(entity, attribute);
            }
        }
    }

    static RuntimeException missing(EntityMetadata entity, AttributeMetadata attribute) {
        return FaultCode.REQUIRED_FIELD_MISSING.fault(
                "A record of " + entity.logicalName() + " needs a value of " + attribute.logicalName() + ".");
    }
}
