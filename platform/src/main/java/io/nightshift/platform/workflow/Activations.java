package io.nightshift.platform.workflow;

import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Definition;
import io.nightshift.platform.workflow.document.WorkflowDocument;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The activations of organizations, kept as long as nothing is registered anew. A row of an activation never changes but in
 * its state, so what is read from its text is kept by its id. Thread-safe.
 */
final class Activations {

    static final String ENTITY = "workflow";
    private static final int MOST_KEPT = 2000;
    private static final Field<Integer> TYPE = DSL.field(DSL.name("type"), SQLDataType.INTEGER);

    private final Map<String, Known> byOrganization = new ConcurrentHashMap<>();
    private final Map<UUID, WorkflowDocument> documents = new ConcurrentHashMap<>();

    /**
     * What is known of an organization.
     *
     * @param active by primary entity, in the order of their ids
     * @param watched attributes that instances of any activation may wait for, by entity
     */
    record Known(long registrations, Map<String, List<Activation>> active, Map<String, Set<String>> watched) {

        List<Activation> of(String entity) {
            return active.getOrDefault(entity, List.of());
        }
    }

    Known known(RequestContext context) {
        String organization = context.organization().name();
        Known known = byOrganization.get(organization);
        if (known == null || known.registrations() != context.organization().registrations()) {
            known = load(context);
            byOrganization.put(organization, known);
        }
        return known;
    }

    private Known load(RequestContext user) {
        RequestContext context = user.unrestricted();
        var table = context.table(context.entity(ENTITY));
        List<UUID> ids = context.sql()
                .select(table.id())
                .from(table.table())
                .where(TYPE.eq(2))
                .fetch(table.id());
        Map<String, List<Activation>> active = new HashMap<>();
        Map<String, Set<String>> watched = new HashMap<>();
        for (Entity row : new RecordReader(context).byIds(ENTITY, ids, ColumnSet.of(Activation.COLUMNS))) {
            Activation activation = activation(row);
            if (isActivated(row)) {
                active.computeIfAbsent(activation.primaryEntity(), _ -> new ArrayList<>())
                        .add(activation);
            }
            Definition.watched(activation.document(), activation.primaryEntity())
                    .forEach((entity, attributes) -> watched.computeIfAbsent(entity, _ -> new LinkedHashSet<>())
                            .addAll(attributes));
        }
        active.values().forEach(list -> list.sort(Comparator.comparing(Activation::id)));
        return new Known(context.organization().registrations(), active, watched);
    }

    private Activation activation(Entity row) {
        UUID id = Objects.requireNonNull(row.id());
        WorkflowDocument document = documents.get(id);
        if (document == null) {
            document = WorkflowDocument.read(Activation.text(row, "clientdata"));
            if (documents.size() >= MOST_KEPT) {
                documents.clear();
            }
            documents.put(id, document);
        }
        return Activation.of(row, document);
    }

    static boolean isActivated(Entity row) {
        OptionSetValue state = row.get("statecode", OptionSetValue.class);
        return state != null && state.value() == 1;
    }

    /** An activation and whether it still starts anything; empty when it was deleted. One that does is known already. */
    Optional<Loaded> find(RequestContext context, UUID id) {
        for (List<Activation> active : known(context).active().values()) {
            for (Activation each : active) {
                if (each.id().equals(id)) {
                    return Optional.of(new Loaded(each, true));
                }
            }
        }
        return new RecordReader(context.unrestricted())
                .byIds(ENTITY, List.of(id), ColumnSet.of(Activation.COLUMNS)).stream()
                        .map(row -> new Loaded(activation(row), isActivated(row)))
                        .findFirst();
    }

    /** An activation as it stands. */
    record Loaded(Activation activation, boolean activated) {}

    /** The present activation of a workflow, by its id or that of the activation, or by its name. */
    Optional<Activation> current(RequestContext context, UUID id) {
        return known(context).active().values().stream()
                .flatMap(List::stream)
                .filter(each -> each.id().equals(id) || each.definition().equals(id))
                .findFirst();
    }

    Optional<Activation> current(RequestContext context, String name) {
        return known(context).active().values().stream()
                .flatMap(List::stream)
                .filter(each ->
                        each.name().equals(name) || each.document().name().equals(name))
                .min(Comparator.comparing(Activation::id));
    }

    static EntityReference reference(UUID id) {
        return new EntityReference(ENTITY, id);
    }
}
