package io.nightshift.platform.workflow;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Organizations;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.Privilege;
import io.nightshift.platform.workflow.document.DefinitionCheck;
import io.nightshift.platform.workflow.document.Problems;
import io.nightshift.platform.workflow.document.WorkflowDocument;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The life of definitions: a draft is edited, an activated one is not; activation checks it and keeps a copy that does not
 * change, on which instances run, also after the next activation. Thread-safe.
 */
final class WorkflowRules implements Reaction {

    /** Dynamics refuses to change what is published, and what is an activation. */
    static final int PUBLISHED = 0x80045002;

    /** WorkflowPublishedByNonOwner of Dynamics. */
    static final int NOT_THE_OWNER = 0x8004500B;

    private static final int DEFINITION = 1;
    private static final int ACTIVATION = 2;
    private static final String ENTITY = Activations.ENTITY;
    private static final Set<String> STATE = Set.of("statecode", "statuscode", "workflowid");
    /** What an activation has from its definition. */
    private static final List<String> COPIED = List.of(
            "name",
            "scope",
            "primaryentity",
            "triggeroncreate",
            "triggerondelete",
            "triggeronupdateattributelist",
            "ondemand",
            "subprocess",
            "asyncautodelete",
            "clientdata",
            "ownerid");

    @Override
    public Optional<Interest> interest(RequestContext context, String message, String entity) {
        return entity.equals(ENTITY)
                ? Optional.of(new Interest(ColumnSet.of("statecode", "type"), ColumnSet.of(Activation.COLUMNS)))
                : Optional.empty();
    }

    @Override
    public void react(RequestContext context, List<RecordEvent> events) {
        for (RecordEvent event : events) {
            switch (event.message()) {
                case "Create" -> created(Objects.requireNonNull(event.after()));
                case "Delete" -> deleted(context, event);
                default -> changed(context, event);
            }
        }
    }

    private static void created(Entity workflow) {
        if (type(workflow) != DEFINITION) {
            throw refused("An activation is made by activating a definition; create one of type 1.");
        }
    }

    private static void deleted(RequestContext context, RecordEvent event) {
        Entity before = Objects.requireNonNull(event.before());
        if (type(before) != DEFINITION || Activations.isActivated(before)) {
            throw refused("An activated workflow, or an activation, is not deleted; deactivate the workflow first.");
        }
        Organizations.registrationsChanged(context.connection(), context.organization());
    }

    private static void changed(RequestContext context, RecordEvent event) {
        Entity before = Objects.requireNonNull(event.before());
        Entity after = Objects.requireNonNull(event.after());
        boolean was = Activations.isActivated(before);
        boolean is = Activations.isActivated(after);
        if (type(before) != DEFINITION) {
            throw refused("An activation is not changed; change its definition and activate it anew.");
        }
        if (was && !STATE.containsAll(event.changed())) {
            throw refused("The workflow is activated; deactivate it, change it, and activate it again.");
        }
        if (was != is) {
            checkOwner(context, after);
            UUID id = event.record().id();
            activations(context, id).forEach(current -> state(context, current, 0, 1));
            UUID made = is ? activate(context, id, after) : null;
            update(
                    context,
                    new Entity(ENTITY, id).set("activeworkflowid", made == null ? null : Activations.reference(made)));
            Organizations.registrationsChanged(context.connection(), context.organization());
        }
    }

    /** Instances run as the owner, so nobody activates what he has written for another to run. */
    private static void checkOwner(RequestContext context, Entity definition) {
        EntityReference owner = definition.get("ownerid", EntityReference.class);
        if (!context.user().equals(owner) && !context.access().has(Privilege.ACT_ON_BEHALF)) {
            throw new OrganizationServiceFault(
                    NOT_THE_OWNER,
                    "A workflow is activated and deactivated by its owner, or by somebody who may act on behalf of others.");
        }
    }

    private static UUID activate(RequestContext context, UUID id, Entity definition) {
        String primary = Activation.text(definition, "primaryentity");
        Problems problems = new Problems();
        if (context.organization().metadata().find(primary).isEmpty()) {
            problems.add(1, null, "the primary entity '" + primary + "' does not exist");
            problems.throwIfAny();
        }
        EntityMetadata entity = context.entity(primary);
        Activation.trigger(definition).onUpdate().stream()
                .filter(name -> entity.find(name).isEmpty())
                .forEach(name ->
                        problems.add(1, null, "the trigger names '" + name + "', which " + primary + " has not"));
        WorkflowDocument document = WorkflowDocument.read(Activation.text(definition, "clientdata"), problems);
        if (problems.all().isEmpty()) {
            DefinitionCheck.check(document, primary, new Known(context), problems);
        }
        problems.throwIfAny();
        Entity activation = new Entity(ENTITY, UuidV7.make(context.now()));
        COPIED.forEach(name -> activation.set(name, definition.get(name)));
        activation.set("type", new OptionSetValue(ACTIVATION)).set("parentworkflowid", Activations.reference(id));
        UUID made = new RecordCreation(context.unrestricted())
                .create(ENTITY, List.of(activation))
                .getFirst();
        state(context, made, 1, 2);
        return made;
    }

    private static void state(RequestContext context, UUID id, int state, int status) {
        update(
                context,
                new Entity(ENTITY, id)
                        .set("statecode", new OptionSetValue(state))
                        .set("statuscode", new OptionSetValue(status)));
    }

    private static void update(RequestContext context, Entity change) {
        new RecordUpdate(context.unrestricted()).update(ENTITY, List.of(change), ConcurrencyBehavior.ALWAYS_OVERWRITE);
    }

    /** Those of a definition that start instances: one at most. */
    private static List<UUID> activations(RequestContext context, UUID definition) {
        RecordTable table = context.table(context.entity(ENTITY));
        return context.sql()
                .select(table.id())
                .from(table.table())
                .where(DSL.field(DSL.name("parentworkflowid"), SQLDataType.UUID).eq(definition))
                .and(DSL.field(DSL.name("type"), SQLDataType.INTEGER).eq(ACTIVATION))
                .and(DSL.field(DSL.name("statecode"), SQLDataType.INTEGER).eq(1))
                .fetch(table.id());
    }

    private static int type(Entity workflow) {
        OptionSetValue type = workflow.get("type", OptionSetValue.class);
        return type == null ? DEFINITION : type.value();
    }

    private static OrganizationServiceFault refused(String message) {
        return new OrganizationServiceFault(PUBLISHED, message);
    }

    private record Known(RequestContext context) implements DefinitionCheck.Entities {

        private Optional<EntityMetadata> find(String entity) {
            return context.organization().metadata().find(entity);
        }

        @Override
        public boolean has(String entity) {
            return find(entity).isPresent();
        }

        @Override
        public boolean has(String entity, String attribute) {
            return find(entity).flatMap(found -> found.find(attribute)).isPresent();
        }

        @Override
        public @Nullable String target(String entity, String attribute) {
            List<String> targets = find(entity)
                    .flatMap(found -> found.find(attribute))
                    .map(found -> found.type().targetEntities())
                    .orElse(List.of());
            return targets.size() == 1 ? targets.getFirst() : null;
        }
    }
}
