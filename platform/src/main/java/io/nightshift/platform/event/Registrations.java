package io.nightshift.platform.event;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Organizations;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what is registered about events, in the transaction that registers it, and tells all nodes that it has changed. */
public final class Registrations implements Reaction {

    private static final Set<String> CHECKED = Set.of("sdkmessageprocessingstep", "sdkmessageprocessingstepimage");
    private static final Set<String> COUNTED = Set.of(
            "pluginassembly",
            "plugintype",
            "serviceendpoint",
            "sdkmessagefilter",
            "sdkmessageprocessingstepsecureconfig",
            "asyncoutcomerule",
            "organization");
    /** What only the platform writes. */
    private static final Set<String> OWN = Set.of("sdkmessage", "sdkmessagefilter", "plugintracelog");

    private static final int POST_OPERATION = 40;

    @Override
    public Optional<Interest> interest(RequestContext context, String message, String entity) {
        return CHECKED.contains(entity) || COUNTED.contains(entity) || OWN.contains(entity)
                ? Optional.of(Interest.IN_THE_EVENT)
                : Optional.empty();
    }

    @Override
    public void react(RequestContext context, List<RecordEvent> events) {
        RequestContext all = context.unrestricted();
        RecordEvent first = events.getFirst();
        String entity = first.record().logicalName();
        refuseOwn(entity, first.message());
        if (!first.message().equals("Delete")) {
            for (RecordEvent event : events) {
                switch (entity) {
                    case "sdkmessageprocessingstep" ->
                        checkStep(all, event.record().id());
                    case "sdkmessageprocessingstepimage" -> checkImage(all, event.record());
                    default -> {}
                }
            }
        }
        if (!entity.equals("organization")
                || events.stream()
                        .anyMatch(event -> event.changed().contains("plugintracelogsetting")
                                || event.changed().contains("isauditenabled"))) {
            Organizations.registrationsChanged(context.connection(), context.organization());
        }
    }

    private static void refuseOwn(String entity, String message) {
        boolean logDeleted = entity.equals("plugintracelog") && message.equals("Delete");
        boolean filterClosed = entity.equals("sdkmessagefilter") && message.equals("Update");
        if (OWN.contains(entity) && !logDeleted && !filterClosed) {
            throw FaultCode.NOT_SUPPORTED.fault(
                    "Records of " + entity + " are written by the platform itself; " + message + " is not supported.");
        }
    }

    private static void checkStep(RequestContext context, UUID id) {
        RecordReader reader = new RecordReader(context);
        Entity step = reader.byIds("sdkmessageprocessingstep", List.of(id), ColumnSet.all())
                .getFirst();
        EntityReference message = Objects.requireNonNull(step.get("sdkmessageid", EntityReference.class));
        String messageName = Objects.requireNonNull(
                reader.retrieve(message, ColumnSet.of("name")).get("name", String.class));
        EntityReference filter = step.get("sdkmessagefilterid", EntityReference.class);
        String entity = filter == null
                ? generalStep(reader, message, messageName)
                : entityOf(reader.retrieve(filter, ColumnSet.all()), message, messageName);
        if (option(step, "mode") == 1 && option(step, "stage") != POST_OPERATION) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "An asynchronous step runs after the operation: its stage has to be 40 (Post-operation).");
        }
        String filtering = step.get("filteringattributes", String.class);
        if (filtering != null) {
            if (!messageName.equals("Update") || entity == null) {
                throw FaultCode.INVALID_ARGUMENT.fault(
                        "Filtering attributes are for steps on the Update of one entity; this one is on " + messageName
                                + ".");
            }
            EntityMetadata metadata = context.entity(entity);
            StepTable.names(filtering).forEach(metadata::attribute);
        }
        for (Entity image : reader.all("sdkmessageprocessingstepimage", ColumnSet.all())) {
            EntityReference of = image.get("sdkmessageprocessingstepid", EntityReference.class);
            if (of != null && of.id().equals(id)) {
                checkImage(context, image, step, messageName, entity);
            }
        }
    }

    /** A step of every entity: of a message that takes steps at all. */
    private static @Nullable String generalStep(RecordReader reader, EntityReference message, String messageName) {
        boolean takesSteps = EventMessages.OF_NO_ENTITY.contains(messageName)
                || reader.all("sdkmessagefilter", ColumnSet.of("sdkmessageid")).stream()
                        .anyMatch(each -> message.equals(each.get("sdkmessageid")));
        if (!takesSteps) {
            throw FaultCode.NOT_SUPPORTED.fault("The message " + messageName + " takes no steps.");
        }
        return null;
    }

    private static String entityOf(Entity filter, EntityReference message, String messageName) {
        String entity = Objects.requireNonNull(filter.get("primaryobjecttypecode", String.class));
        if (!message.equals(filter.get("sdkmessageid"))) {
            throw FaultCode.INVALID_ARGUMENT.fault("The message filter of the step belongs to another message than "
                    + messageName + "; choose the filter of " + messageName + " and " + entity + ".");
        }
        if (!Boolean.TRUE.equals(filter.get("iscustomprocessingstepallowed", Boolean.class))) {
            throw FaultCode.NOT_SUPPORTED.fault(
                    "The message " + messageName + " takes no custom steps on " + entity + ".");
        }
        return entity;
    }

    private static void checkImage(RequestContext context, EntityReference record) {
        RecordReader reader = new RecordReader(context);
        Entity image = reader.retrieve(record, ColumnSet.all());
        EntityReference of = Objects.requireNonNull(image.get("sdkmessageprocessingstepid", EntityReference.class));
        Entity step = reader.retrieve(of, ColumnSet.all());
        EntityReference message = Objects.requireNonNull(step.get("sdkmessageid", EntityReference.class));
        EntityReference filter = step.get("sdkmessagefilterid", EntityReference.class);
        checkImage(
                context,
                image,
                step,
                Objects.requireNonNull(
                        reader.retrieve(message, ColumnSet.of("name")).get("name", String.class)),
                filter == null
                        ? null
                        : reader.retrieve(filter, ColumnSet.of("primaryobjecttypecode"))
                                .get("primaryobjecttypecode", String.class));
    }

    private static void checkImage(
            RequestContext context, Entity image, Entity step, String message, @Nullable String entity) {
        int type = option(image, "imagetype");
        if (!Set.of("Create", "Update", "Delete", "Assign", "SetState", "Merge").contains(message)) {
            throw refusedImage("steps on " + message + " have no images");
        }
        if (type != 1 && message.equals("Create")) {
            throw refusedImage("a record has no pre-image before its Create");
        }
        if (type != 0 && message.equals("Delete")) {
            throw refusedImage("a record has no post-image after its Delete");
        }
        if (type != 0 && option(step, "stage") != POST_OPERATION) {
            throw refusedImage("there is a post-image only in the stage 40 (Post-operation)");
        }
        String attributes = image.get("attributes", String.class);
        if (attributes != null && entity != null) {
            EntityMetadata metadata = context.entity(entity);
            StepTable.names(attributes).forEach(metadata::attribute);
        }
    }

    private static RuntimeException refusedImage(String why) {
        return FaultCode.INVALID_ARGUMENT.fault("This image is not possible: " + why + ".");
    }

    private static int option(Entity row, String attribute) {
        OptionSetValue value = row.get(attribute, OptionSetValue.class);
        return value == null ? 0 : value.value();
    }
}
