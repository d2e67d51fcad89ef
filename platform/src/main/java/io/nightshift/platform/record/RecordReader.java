package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.OwnerColumns;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Reads records by their ids. */
public final class RecordReader {

    private final RequestContext context;

    /** Reads records within this request. */
    public RecordReader(RequestContext context) {
        this.context = context;
    }

    /**
     * A record.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040217 when it does not exist, 0x80040220 when the caller may
     *     not read it
     */
    public Entity retrieve(EntityReference target, ColumnSet columns) {
        List<Entity> found = byIds(target.logicalName(), List.of(target.id()), columns);
        if (found.isEmpty()) {
            EntityMetadata entity = context.entity(target.logicalName());
            RecordTable table = context.table(entity);
            if (!(context.access().reach(AccessRight.READ, entity) instanceof Reach.All)
                    && context.sql().fetchExists(table.table(), table.id().eq(target.id()))) {
                throw context.access().denied(AccessRight.READ, entity, target.id());
            }
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                    "The " + target.logicalName() + " with the id " + target.id() + " does not exist.");
        }
        return found.getFirst();
    }

    /**
     * Those of these records that exist and that the caller may read, in the order of the ids.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040220 when the caller may read none of the entity
     */
    public List<Entity> byIds(String entityName, Collection<UUID> ids, ColumnSet columns) {
        EntityMetadata entity = context.entity(entityName);
        context.access().require(AccessRight.READ, entity);
        RecordTable table = context.table(entity);
        Set<UUID> missing = new HashSet<>(ids);
        List<Entity> found = new ArrayList<>();
        for (Condition place : table.places(ids)) {
            if (!missing.isEmpty()) {
                for (Entity record : read(entity, Sql.among(table.id(), missing).and(place), columns)) {
                    missing.remove(record.id());
                    found.add(record);
                }
            }
        }
        return found;
    }

    /** All records that the caller may read of an entity of the platform's own that has few. */
    public List<Entity> all(String entityName, ColumnSet columns) {
        EntityMetadata entity = context.entity(entityName);
        context.access().require(AccessRight.READ, entity);
        return read(entity, DSL.trueCondition(), columns);
    }

    private List<Entity> read(EntityMetadata entity, Condition asked, ColumnSet columns) {
        RecordTable table = context.table(entity);
        Condition wanted = asked.and(visible(context.access().reach(AccessRight.READ, entity), entity));
        Set<AttributeMetadata> attributes = attributes(entity, columns);
        List<Field<?>> fields = new ArrayList<>();
        for (AttributeMetadata attribute : attributes) {
            List<Field<?>> all = RecordTable.columns(attribute);
            fields.add(all.getFirst());
            if (attribute.typeColumnName() != null) {
                fields.add(all.getLast());
            }
        }
        List<Entity> records = new ArrayList<>();
        for (Record row :
                context.sql().select(fields).from(table.rows()).where(wanted).orderBy(table.id())) {
            records.add(StoredValues.entity(entity, attributes, row));
        }
        return new ReferenceNames(context).added(records);
    }

    private static Condition visible(Reach reach, EntityMetadata entity) {
        OwnerColumns columns = OwnerColumns.of(entity);
        return switch (reach) {
            case Reach.All _ -> DSL.noCondition();
            case Reach.None _ -> DSL.falseCondition();
            case Reach.Some some -> among(columns.owner(), some.owners()).or(among(columns.unit(), some.units()));
            case Reach.Both both -> visible(both.one(), entity).and(visible(both.other(), entity));
        };
    }

    private static Condition among(@Nullable String column, Set<UUID> ids) {
        return column == null || ids.isEmpty()
                ? DSL.falseCondition()
                : Sql.among(DSL.field(DSL.name(column), SQLDataType.UUID), ids);
    }

    /** The attributes of a column set, with the key and the row version that every record carries. */
    public static Set<AttributeMetadata> attributes(EntityMetadata entity, ColumnSet columns) {
        Set<AttributeMetadata> attributes = new LinkedHashSet<>();
        attributes.add(entity.attribute(entity.primaryIdAttribute()));
        if (columns.allColumns()) {
            attributes.addAll(entity.all());
        }
        columns.columns().forEach(name -> attributes.add(entity.attribute(name)));
        entity.find("versionnumber").ifPresent(attributes::add);
        return attributes;
    }
}
