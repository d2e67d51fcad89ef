package io.nightshift.platform.workflow;

import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.query.Queries;
import io.nightshift.platform.query.QueryContext;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What changes of records do to workflows: they start instances, and end the waits of those that wait for just that. Where no
 * workflow concerns the entity it costs nothing; where instances may wait for a record, a change of an attribute that is
 * waited for costs one look at an index. Thread-safe.
 */
final class WorkflowTriggers implements Reaction {

    private static final int MOST_UNITS = 50;

    private final Activations activations;
    private final Launch launch;
    private final OperationQueue queue;

    WorkflowTriggers(Activations activations, Launch launch, OperationQueue queue) {
        this.activations = activations;
        this.launch = launch;
        this.queue = queue;
    }

    @Override
    public boolean startsCustomLogic() {
        return true;
    }

    @Override
    public Optional<Interest> interest(RequestContext context, String message, String entity) {
        if (entity.equals(Waits.ENTITY)
                || context.organization().metadata().find(Activations.ENTITY).isEmpty()) {
            return Optional.empty();
        }
        // Also of what changes them: known from now on is what there was before, and not what may be rolled back.
        Activations.Known known = activations.known(context);
        if (entity.equals(Activations.ENTITY)) {
            return Optional.empty();
        }
        boolean starts = known.of(entity).stream()
                .anyMatch(activation -> activation.trigger().starts(message));
        Set<String> watched = known.watched().getOrDefault(entity, Set.of());
        if (!starts && (watched.isEmpty() || message.equals("Create"))) {
            return Optional.empty();
        }
        Set<String> columns = new LinkedHashSet<>();
        if (context.entity(entity).ownership() == OwnershipType.USER) {
            columns.addAll(List.of("ownerid", "owningbusinessunit"));
        }
        ColumnSet before = new ColumnSet(false, List.copyOf(columns));
        columns.addAll(watched);
        return Optional.of(new Interest(
                message.equals("Delete") ? before : ColumnSet.of(), new ColumnSet(false, List.copyOf(columns))));
    }

    @Override
    public void react(RequestContext context, List<RecordEvent> events) {
        RecordEvent first = events.getFirst();
        String entity = first.record().logicalName();
        Activations.Known known = activations.known(context);
        for (Activation activation : known.of(entity)) {
            if (activation.trigger().starts(first.message())) {
                events.stream()
                        .filter(event -> isMeant(context, activation, event))
                        .forEach(event -> launch.start(context, activation, event.record(), activation.runner()));
            }
        }
        Set<String> watched = known.watched().getOrDefault(entity, Set.of());
        if (!watched.isEmpty() && !first.message().equals("Create")) {
            wake(context, events, watched);
        }
    }

    private static boolean isMeant(RequestContext context, Activation activation, RecordEvent event) {
        boolean changes = !Set.of("Create", "Delete").contains(event.message());
        if (changes && activation.trigger().onUpdate().stream().noneMatch(event.changed()::contains)) {
            return false;
        }
        EntityMetadata entity = context.entity(event.record().logicalName());
        Entity record = event.after() == null ? event.before() : event.after();
        if (activation.trigger().scope() == 4 || entity.ownership() != OwnershipType.USER || record == null) {
            return true;
        }
        EntityReference unit = record.get("owningbusinessunit", EntityReference.class);
        return switch (activation.trigger().scope()) {
            case 1 -> activation.owner().equals(record.get("ownerid", EntityReference.class));
            case 2 -> unit != null && unit.id().equals(activation.businessUnit());
            default -> unit != null && isWithin(context, unit.id(), activation.businessUnit());
        };
    }

    /** Whether a business unit is this one or lies below it. */
    private static boolean isWithin(RequestContext context, UUID unit, @Nullable UUID top) {
        UUID at = unit;
        for (int i = 0; i < MOST_UNITS; i++) {
            if (at.equals(top)) {
                return true;
            }
            List<Entity> found = new RecordReader(context.unrestricted())
                    .byIds("businessunit", List.of(at), ColumnSet.of("parentbusinessunitid"));
            EntityReference parent =
                    found.isEmpty() ? null : found.getFirst().get("parentbusinessunitid", EntityReference.class);
            if (parent == null) {
                return false;
            }
            at = parent.id();
        }
        return false;
    }

    private void wake(RequestContext context, List<RecordEvent> events, Set<String> watched) {
        Map<UUID, RecordEvent> byRecord = new HashMap<>();
        for (RecordEvent event : events) {
            if (event.message().equals("Delete") || event.changed().stream().anyMatch(watched::contains)) {
                byRecord.put(event.record().id(), event);
            }
        }
        if (byRecord.isEmpty()) {
            return;
        }
        Waits waits = new Waits(context);
        Queries queries = new Queries(context.organization(), Queries.TIMEOUT);
        QueryContext asked = QueryContext.of(context.now(), QueryContext.Caller.of(context.userId(), null, Set.of()));
        EntityMetadata entity = context.entity(events.getFirst().record().logicalName());
        List<UUID> ended = new ArrayList<>();
        for (Waits.Subscription each : waits.of(byRecord.keySet())) {
            RecordEvent event = byRecord.get(each.record());
            String how = event == null ? null : ended(entity, event.after(), each, queries, asked);
            if (how != null) {
                ended.add(each.id());
                record(context, each.condition().eventKey(), how);
            }
        }
        if (!ended.isEmpty()) {
            waits.delete(ended);
        }
    }

    /** What the event of a wait tells that is over; null when it goes on. */
    private static @Nullable String ended(
            EntityMetadata entity,
            @Nullable Entity after,
            Waits.Subscription wait,
            Queries queries,
            QueryContext asked) {
        // Of a record or an attribute that is gone the instance finds out by itself, and says so.
        if (after == null
                || wait.condition().attributes().stream()
                        .anyMatch(name -> entity.find(name).isEmpty())) {
            return "deleted";
        }
        return queries.holds(after, wait.condition().filter(), asked) ? Integer.toString(wait.branch()) : null;
    }

    private void record(RequestContext context, String eventKey, String data) {
        try {
            queue.recordEvent(context.connection(), context.organization().name(), eventKey, data);
        } catch (SQLException e) {
            throw new org.jooq.exception.DataAccessException("The event could not be recorded", e);
        }
    }
}
