package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.OwnerColumns;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Locks records before they are written: always in the order of their ids, so that two requests never wait for each other in a ring. */
final class RecordLocks {

    private static final Field<Long> VERSION = DSL.field(DSL.name("versionnumber"), SQLDataType.BIGINT);
    private static final Field<Integer> STATE = DSL.field(DSL.name("statecode"), SQLDataType.INTEGER);
    private static final Field<UUID> OWNER = DSL.field(DSL.name("ownerid"), SQLDataType.UUID);
    private static final Field<String> OWNER_TYPE = DSL.field(DSL.name("ownerid$type"), SQLDataType.CLOB);

    private final RequestContext context;
    private final EntityMetadata entity;
    private final Field<UUID> id;

    RecordLocks(RequestContext context, EntityMetadata entity) {
        if (entity.virtual()) {
            throw FaultCode.NOT_SUPPORTED.fault("The message is not supported for " + entity.logicalName()
                    + "; its records are written by messages of their own.");
        }
        this.context = context;
        this.entity = entity;
        this.id = context.table(entity).id();
    }

    /** Locks all of these; 0x80040217 when one does not exist. */
    Map<UUID, LockedRecord> all(Collection<UUID> ids) {
        Map<UUID, LockedRecord> locked = matching(Sql.among(id, new TreeSet<>(ids)));
        for (UUID wanted : ids) {
            if (!locked.containsKey(wanted)) {
                throw missing(entity, wanted);
            }
        }
        return locked;
    }

    static OrganizationServiceFault missing(EntityMetadata entity, UUID id) {
        return FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                "The " + entity.logicalName() + " with the id " + id + " does not exist.");
    }

    /** Locks all of these, to each of which the caller needs the right; 0x80040220 without it. */
    Map<UUID, LockedRecord> all(Collection<UUID> ids, AccessRight right) {
        context.access().require(right, entity);
        Map<UUID, LockedRecord> locked = all(ids);
        require(right, locked.values());
        return locked;
    }

    /** Insists on the right to each of these records. */
    void require(AccessRight right, Collection<LockedRecord> records) {
        Reach reach = context.access().reach(right, entity);
        for (LockedRecord record : records) {
            if (!reach.holds(record.ownerId(), record.unitId())) {
                throw context.access().denied(right, entity, record.id());
            }
        }
    }

    /** Locks whatever meets the condition. */
    Map<UUID, LockedRecord> matching(Condition condition) {
        List<Field<?>> columns = new ArrayList<>(List.of(id, VERSION));
        if (entity.hasState()) {
            columns.add(STATE);
        }
        OwnerColumns owners = OwnerColumns.of(entity);
        if (entity.ownership() == OwnershipType.USER) {
            columns.add(OWNER_TYPE);
        }
        Stream.of(owners.owner(), owners.unit())
                .filter(Objects::nonNull)
                .forEach(column -> columns.add(reference(column)));
        if (FullName.concerns(entity)) {
            FullName.PARTS.forEach(part -> columns.add(namePart(part)));
        }
        Map<UUID, LockedRecord> locked = new LinkedHashMap<>();
        context.sql()
                .select(columns)
                .from(context.table(entity).table())
                .where(condition)
                .orderBy(id)
                .forUpdate()
                .forEach(row -> locked.put(row.get(id), read(row)));
        return locked;
    }

    private LockedRecord read(Record row) {
        EntityReference owner = null;
        if (entity.ownership() == OwnershipType.USER && row.get(OWNER) != null) {
            owner = new EntityReference(row.get(OWNER_TYPE), row.get(OWNER));
        }
        Map<String, @Nullable String> parts = new HashMap<>();
        if (FullName.concerns(entity)) {
            FullName.PARTS.forEach(part -> parts.put(part, row.get(namePart(part))));
        }
        int state = entity.hasState() ? Optional.ofNullable(row.get(STATE)).orElse(0) : 0;
        OwnerColumns owners = OwnerColumns.of(entity);
        return new LockedRecord(
                row.get(id),
                row.get(VERSION),
                state,
                owner,
                value(row, owners.owner()),
                value(row, owners.unit()),
                parts);
    }

    private static @Nullable UUID value(Record row, @Nullable String column) {
        return column == null ? null : row.get(reference(column));
    }

    private static Field<UUID> reference(String column) {
        return DSL.field(DSL.name(column), SQLDataType.UUID);
    }

    private static Field<String> namePart(String part) {
        return DSL.field(DSL.name(part), SQLDataType.CLOB);
    }
}
