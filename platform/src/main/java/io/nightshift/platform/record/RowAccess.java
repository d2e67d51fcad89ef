package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeMetadata.Access;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.OwnerColumns;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.EntityReference;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Insists on the rights that writing rows takes: to the rows themselves, and for what they refer to. */
final class RowAccess {

    private final RequestContext context;
    private final EntityMetadata entity;

    RowAccess(RequestContext context, EntityMetadata entity) {
        this.context = context;
        this.entity = entity;
    }

    /**
     * Rows that are complete with owner and business unit and are to be made. Who makes a record for another owner gives it
     * away; who makes one that refers to another appends it.
     */
    void requireToCreate(List<StoredRow> rows) {
        Reach create = context.access().reach(AccessRight.CREATE, entity);
        Reach assign = context.access().reach(AccessRight.ASSIGN, entity);
        Reach append = context.access().reach(AccessRight.APPEND, entity);
        OwnerColumns columns = OwnerColumns.of(entity);
        for (StoredRow row : rows) {
            UUID owner = id(row, columns.owner());
            UUID unit = id(row, columns.unit());
            if (!create.holds(owner, unit)) {
                throw context.access().denied(AccessRight.CREATE, entity, row.id());
            }
            boolean given = row.value("ownerid") instanceof EntityReference other && !other.equals(context.user());
            if (given && !assign.holds(owner, unit)) {
                throw context.access().denied(AccessRight.ASSIGN, entity, row.id());
            }
            if (refers(row) && !append.holds(owner, unit)) {
                throw context.access().denied(AccessRight.APPEND, entity, row.id());
            }
        }
    }

    /** A row that changes a record which is locked. */
    void requireToUpdate(StoredRow row, LockedRecord before) {
        require(AccessRight.WRITE, before);
        if (before.owner() != null
                && row.value("ownerid") instanceof EntityReference owner
                && !owner.equals(before.owner())) {
            require(AccessRight.ASSIGN, before);
        }
        if (refers(row)) {
            require(AccessRight.APPEND, before);
        }
    }

    private void require(AccessRight right, LockedRecord record) {
        context.access().require(right, entity, record.id(), record.ownerId(), record.unitId());
    }

    /** Whether a row names other records than its owner. */
    private boolean refers(StoredRow row) {
        return row.attributes().values().stream()
                .anyMatch(attribute ->
                        isLink(attribute) && row.value(attribute.logicalName()) instanceof EntityReference);
    }

    /** Whether an attribute lets a record be appended to another: the owner's does not, nor do those the platform writes. */
    static boolean isLink(AttributeMetadata attribute) {
        return attribute.type().isReference()
                && attribute.access() != Access.READ
                && !attribute.logicalName().equals("ownerid");
    }

    private static @Nullable UUID id(StoredRow row, @Nullable String column) {
        if (column == null) {
            return null;
        }
        return switch (row.value(column)) {
            case EntityReference reference -> reference.id();
            case UUID id -> id;
            case null, default -> null;
        };
    }
}
