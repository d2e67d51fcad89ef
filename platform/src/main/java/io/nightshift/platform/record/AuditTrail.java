package io.nightshift.platform.record;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeMetadata.Access;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down who changed what of an entity's records, in the transaction that changes it: whatever writes rows, a cascade
 * too, comes by here. Nothing is read or written while the organization or the entity is not audited. Values that are
 * secret are not written, and long ones are cut.
 */
final class AuditTrail {

    /** The entity of the entries. */
    static final String ENTITY = "audit";

    /** So many characters of a text are kept, as in Dynamics; three dots say that there were more. */
    static final int LONGEST = 5000;

    private static final int LONGEST_MASK = 10_000;

    /** Attributes whose values nobody reads, by entity. */
    private static final Map<String, String> SECRETS =
            Map.of("serviceendpoint", "authvalue", "sdkmessageprocessingstepsecureconfig", "secureconfig");

    /** What was done, by the numbers of Dynamics: of the action, and of the kind of access. */
    enum Action {
        CREATE(1, 1),
        UPDATE(2, 2),
        DELETE(3, 3),
        ACTIVATE(4, 2),
        DEACTIVATE(5, 2),
        ASSIGN(13, 2),
        ASSOCIATE(33, 2),
        DISASSOCIATE(34, 2);

        private final int action;
        private final int operation;

        Action(int action, int operation) {
            this.action = action;
            this.operation = operation;
        }
    }

    /** What an attribute was and is. */
    private record Change(
            AttributeMetadata attribute,
            @Nullable Object old,
            @Nullable Object now) {}

    private final RequestContext context;
    private final EntityMetadata entity;
    private final boolean on;

    AuditTrail(RequestContext context, EntityMetadata entity) {
        this.context = context;
        this.entity = entity;
        this.on = context.organization().audited()
                && entity.auditing().enabled()
                && !entity.logicalName().equals(ENTITY);
    }

    boolean isOn() {
        return on;
    }

    void created(List<StoredRow> rows) {
        if (on) {
            List<StoredRow> entries = new ArrayList<>();
            for (StoredRow row : rows) {
                entries.add(entry(Action.CREATE, row.id(), changes(new Entity(entity.logicalName()), row)));
            }
            write(entries);
        }
    }

    /** What rows that are about to change are now; they are locked. */
    Map<UUID, Entity> before(List<StoredRow> rows) {
        if (!on || rows.isEmpty()) {
            return Map.of();
        }
        Set<AttributeMetadata> attributes = new LinkedHashSet<>();
        rows.forEach(row ->
                row.attributes().values().stream().filter(this::isAudited).forEach(attributes::add));
        return read(rows.stream().map(StoredRow::id).toList(), attributes);
    }

    void updated(Map<UUID, Entity> before, List<StoredRow> rows) {
        List<StoredRow> entries = new ArrayList<>();
        for (StoredRow row : rows) {
            Entity was = before.get(row.id());
            List<Change> changes = was == null ? List.of() : changes(was, row);
            if (!changes.isEmpty()) {
                entries.add(entry(action(changes), row.id(), changes));
            }
        }
        write(entries);
    }

    /** Rows that are about to go. */
    void deleted(Collection<UUID> ids) {
        if (on) {
            Set<AttributeMetadata> attributes = new LinkedHashSet<>();
            entity.all().stream().filter(this::isAudited).forEach(attributes::add);
            List<StoredRow> entries = new ArrayList<>();
            read(ids, attributes).forEach((id, was) -> {
                List<Change> changes = new ArrayList<>();
                was.attributes().forEach((name, value) -> changes.add(new Change(entity.attribute(name), value, null)));
                changes.removeIf(change -> !isAudited(change.attribute()));
                entries.add(entry(Action.DELETE, id, changes));
            });
            write(entries);
        }
    }

    void related(Action action, EntityReference target, String relationship, List<EntityReference> related) {
        if (on && !related.isEmpty()) {
            ObjectNode data = ValueJson.object().put("relationship", relationship);
            data.set("targets", ValueJson.write(related));
            write(List.of(entry(action, target.id(), relationship, data)));
        }
    }

    private boolean isAudited(AttributeMetadata attribute) {
        return attribute.access() != Access.READ
                && entity.auditing().of(attribute.logicalName())
                && !attribute.logicalName().equals(entity.primaryIdAttribute());
    }

    private Map<UUID, Entity> read(Collection<UUID> ids, Set<AttributeMetadata> attributes) {
        RecordTable table = context.table(entity);
        List<Field<?>> fields = new ArrayList<>(List.of(table.id()));
        for (AttributeMetadata attribute : attributes) {
            List<Field<?>> columns = RecordTable.columns(attribute);
            fields.add(columns.getFirst());
            if (attribute.typeColumnName() != null) {
                fields.add(columns.getLast());
            }
        }
        Map<UUID, Entity> found = new LinkedHashMap<>();
        for (Record row : context.sql()
                .select(fields)
                .from(table.table())
                .where(Sql.among(table.id(), ids))
                .orderBy(table.id())) {
            found.put(row.get(table.id()), StoredValues.entity(entity, attributes, row));
        }
        return found;
    }

    private List<Change> changes(Entity was, StoredRow row) {
        List<Change> changes = new ArrayList<>();
        for (AttributeMetadata attribute : row.attributes().values()) {
            Object old = was.get(attribute.logicalName());
            Object now = row.value(attribute.logicalName());
            if (isAudited(attribute) && !Objects.equals(compared(old), compared(now))) {
                changes.add(new Change(attribute, old, now));
            }
        }
        return changes;
    }

    /** As people see a value: 1.50 is 1.5, and fractions of seconds are not there. */
    private static @Nullable Object compared(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number -> number.stripTrailingZeros();
            case Money money -> money.value().stripTrailingZeros();
            case Instant time -> time.truncatedTo(ChronoUnit.SECONDS);
            case LocalDateTime time -> time.truncatedTo(ChronoUnit.SECONDS);
            case EntityReference reference -> new EntityReference(reference.logicalName(), reference.id());
            case null, default -> value;
        };
    }

    private static Action action(List<Change> changes) {
        Map<String, Change> byName = new HashMap<>();
        changes.forEach(change -> byName.put(change.attribute().logicalName(), change));
        Change state = byName.get("statecode");
        if (state != null) {
            return state.now() instanceof OptionSetValue now && now.value() == 0 ? Action.ACTIVATE : Action.DEACTIVATE;
        }
        return byName.keySet().equals(Set.of("ownerid")) ? Action.ASSIGN : Action.UPDATE;
    }

    private StoredRow entry(Action action, UUID record, List<Change> changes) {
        ObjectNode data = ValueJson.object();
        ArrayNode list = data.putArray("changedAttributes");
        StringBuilder mask = new StringBuilder(",");
        for (Change change : changes) {
            String name = change.attribute().logicalName();
            mask.append(name).append(',');
            ObjectNode one = list.addObject().put("logicalName", name);
            if (!name.equals(SECRETS.get(entity.logicalName()))) {
                one.set("oldValue", ValueJson.write(cut(change.old())));
                one.set("newValue", ValueJson.write(cut(change.now())));
            }
        }
        return entry(action, record, mask.toString(), data);
    }

    private static @Nullable Object cut(@Nullable Object value) {
        return value instanceof String text && text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : value;
    }

    private StoredRow entry(Action action, UUID record, String mask, ObjectNode data) {
        EntityMetadata audit = context.entity(ENTITY);
        UUID id = UuidV7.make(context.now());
        UUID calling = context.origin().initiatingUserId();
        StoredRow row = new StoredRow(id);
        row.put(audit.attribute("auditid"), id);
        row.put(audit.attribute("action"), new OptionSetValue(action.action));
        row.put(audit.attribute("operation"), new OptionSetValue(action.operation));
        row.put(audit.attribute("attributemask"), mask.substring(0, Math.min(mask.length(), LONGEST_MASK)));
        row.put(audit.attribute("changedata"), ValueJson.text(data));
        row.put(audit.attribute("createdon"), context.now());
        row.put(audit.attribute("userid"), context.user());
        row.put(
                audit.attribute("callinguserid"),
                calling.equals(context.userId()) ? null : new EntityReference("systemuser", calling));
        row.put(audit.attribute("objectid"), record);
        row.put(audit.attribute("objecttypecode"), entity.logicalName());
        row.put(audit.attribute("transactionid"), context.origin().correlationId());
        return row;
    }

    private void write(List<StoredRow> entries) {
        if (!entries.isEmpty()) {
            new RowStatements(context, context.entity(ENTITY)).insert(entries);
        }
    }
}
