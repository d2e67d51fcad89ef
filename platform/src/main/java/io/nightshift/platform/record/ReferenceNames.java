package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Sql;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Gives the references in records that were read the names of what they refer to: one statement for each entity that occurs. */
public final class ReferenceNames {

    private final RequestContext context;

    /** Looks names up within this request. */
    public ReferenceNames(RequestContext context) {
        this.context = context;
    }

    /** The same records with names in their references and formatted values. */
    public List<Entity> added(List<Entity> records) {
        Map<String, Set<UUID>> wanted = new TreeMap<>();
        records.forEach(record -> record.attributes().values().forEach(value -> {
            if (value instanceof EntityReference reference) {
                wanted.computeIfAbsent(reference.logicalName(), _ -> new TreeSet<>())
                        .add(reference.id());
            }
        }));
        Map<EntityReference, String> names = new HashMap<>();
        // An operation may be about a record of an entity that there is no longer.
        wanted.forEach((name, ids) ->
                context.organization().metadata().find(name).ifPresent(entity -> look(entity, ids, names)));
        for (Entity record : records) {
            for (String attribute : new ArrayList<>(record.attributes().keySet())) {
                if (record.get(attribute) instanceof EntityReference reference && names.containsKey(reference)) {
                    String name = names.get(reference);
                    record.set(attribute, new EntityReference(reference.logicalName(), reference.id(), name));
                    record.formattedValue(attribute, name);
                }
            }
        }
        return records;
    }

    private void look(EntityMetadata entity, Set<UUID> ids, Map<EntityReference, String> names) {
        String attribute = entity.primaryNameAttribute();
        if (attribute == null) {
            return;
        }
        Field<UUID> id = context.table(entity).id();
        Field<String> name = DSL.field(DSL.name(attribute), SQLDataType.CLOB);
        context.sql()
                .select(id, name)
                .from(context.table(entity).table())
                .where(Sql.among(id, ids))
                .and(name.isNotNull())
                .forEach(row -> names.put(new EntityReference(entity.logicalName(), row.value1()), row.value2()));
    }
}
