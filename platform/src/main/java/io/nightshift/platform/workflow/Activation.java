package io.nightshift.platform.workflow;

import io.nightshift.platform.workflow.document.Step;
import io.nightshift.platform.workflow.document.WorkflowDocument;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as it was activated: what is written here does not change any more.
 *
 * @param definition the workflow that people edit
 * @param runner the user as whom instances run that an event started
 */
record Activation(
        UUID id,
        UUID definition,
        String name,
        String primaryEntity,
        Trigger trigger,
        EntityReference owner,
        @Nullable UUID businessUnit,
        UUID runner,
        boolean autoDelete,
        WorkflowDocument document) {

    /**
     * What starts it.
     *
     * @param scope whose records: 1 the owner's, 2 those of the owner's business unit, 3 also of those below, 4 all
     * @param onUpdate attributes
     */
    record Trigger(
            int scope, boolean onCreate, boolean onDelete, Set<String> onUpdate, boolean onDemand, boolean asChild) {

        boolean starts(String message) {
            return switch (message) {
                case "Create" -> onCreate;
                case "Delete" -> onDelete;
                case "Update", "SetState", "Assign" -> !onUpdate.isEmpty();
                default -> false;
            };
        }
    }

    static final String[] COLUMNS = {
        "name",
        "type",
        "scope",
        "primaryentity",
        "triggeroncreate",
        "triggerondelete",
        "triggeronupdateattributelist",
        "ondemand",
        "subprocess",
        "asyncautodelete",
        "clientdata",
        "parentworkflowid",
        "statecode",
        "ownerid",
        "owningbusinessunit",
        "createdby"
    };

    static Activation of(Entity row, WorkflowDocument document) {
        EntityReference owner = Objects.requireNonNull(row.get("ownerid", EntityReference.class));
        EntityReference activator = Objects.requireNonNull(row.get("createdby", EntityReference.class));
        EntityReference unit = row.get("owningbusinessunit", EntityReference.class);
        EntityReference definition = row.get("parentworkflowid", EntityReference.class);
        UUID id = Objects.requireNonNull(row.id());
        return new Activation(
                id,
                definition == null ? id : definition.id(),
                text(row, "name"),
                text(row, "primaryentity"),
                trigger(row),
                owner,
                unit == null ? null : unit.id(),
                owner.logicalName().equals("systemuser") ? owner.id() : activator.id(),
                is(row, "asyncautodelete"),
                document);
    }

    static Trigger trigger(Entity row) {
        OptionSetValue scope = row.get("scope", OptionSetValue.class);
        return new Trigger(
                scope == null ? 1 : scope.value(),
                is(row, "triggeroncreate"),
                is(row, "triggerondelete"),
                Arrays.stream(text(row, "triggeronupdateattributelist").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                is(row, "ondemand"),
                is(row, "subprocess"));
    }

    private static boolean is(Entity row, String attribute) {
        return Boolean.TRUE.equals(row.get(attribute));
    }

    static String text(Entity row, String attribute) {
        return Objects.requireNonNullElse(row.get(attribute, String.class), "");
    }

    /** All its steps that listen. */
    Stream<Step.Listen> listening() {
        return steps(document.steps()).filter(Step.Listen.class::isInstance).map(Step.Listen.class::cast);
    }

    static Stream<Step> steps(Step.Block block) {
        return block.steps().stream()
                .flatMap(step ->
                        Stream.concat(Stream.of(step), step.blocks().stream().flatMap(Activation::steps)));
    }
}
