package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.organization.Sql;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** What follows from who owns a record: its business unit, and the user or team in a column of their own. */
final class Ownership {

    private static final String OWNER = "ownerid";

    private final RequestContext context;

    Ownership(RequestContext context) {
        this.context = context;
    }

    /** Completes rows that carry an owner; 0x80040217 for one that does not exist. */
    void complete(EntityMetadata entity, List<StoredRow> rows) {
        if (entity.ownership() != OwnershipType.USER) {
            return;
        }
        List<StoredRow> owned = rows.stream()
                .filter(row -> row.value(OWNER) instanceof EntityReference)
                .toList();
        Map<EntityReference, UUID> units =
                businessUnits(owned.stream().map(Ownership::ownerOf).collect(Collectors.toSet()));
        for (StoredRow row : owned) {
            EntityReference owner = ownerOf(row);
            boolean user = owner.logicalName().equals("systemuser");
            UUID unit = units.get(owner);
            if (unit == null) {
                throw FaultCode.OBJECT_DOES_NOT_EXIST.fault("The " + owner.logicalName() + " with the id " + owner.id()
                        + " does not exist, so it cannot own a record.");
            }
            put(entity, row, "owningbusinessunit", new EntityReference("businessunit", unit));
            put(entity, row, "owninguser", user ? owner : null);
            put(entity, row, "owningteam", user ? null : owner);
        }
    }

    private static void put(EntityMetadata entity, StoredRow row, String attribute, @Nullable EntityReference value) {
        entity.find(attribute).ifPresent(found -> row.put(found, value));
    }

    private static EntityReference ownerOf(StoredRow row) {
        if (row.value(OWNER) instanceof EntityReference owner) {
            return owner;
        }
        throw FaultCode.REQUIRED_FIELD_MISSING.fault("A record has an owner.");
    }

    /** The business unit of each user or team, with one statement for users and one for teams. */
    private Map<EntityReference, UUID> businessUnits(Set<EntityReference> owners) {
        Map<EntityReference, UUID> units = new HashMap<>();
        UUID own = context.access().businessUnitId();
        if (own != null && owners.contains(context.user())) {
            units.put(context.user(), own); // what the request knows of its user already
        }
        for (String kind : List.of("systemuser", "team")) {
            Collection<UUID> ids = owners.stream()
                    .filter(owner -> owner.logicalName().equals(kind) && !units.containsKey(owner))
                    .map(EntityReference::id)
                    .toList();
            if (!ids.isEmpty()) {
                EntityMetadata entity = context.entity(kind);
                Field<UUID> id = context.table(entity).id();
                Field<UUID> unit = DSL.field(DSL.name("businessunitid"), SQLDataType.UUID);
                context.sql()
                        .select(id, unit)
                        .from(context.table(entity).table())
                        .where(Sql.among(id, ids))
                        .forEach(row -> units.put(new EntityReference(kind, row.value1()), row.value2()));
            }
        }
        return units;
    }
}
