package io.nightshift.platform.event;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.organization.Organizations;
import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RecordDeletion;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.query.ColumnSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Which messages take steps on which entities, as records of every organization (Dynamics: sdkmessage and
 * sdkmessagefilter): made with the organization and with each custom entity.
 */
public final class EventMessages {

    /** About two records of any entities: a step of theirs names no entity. */
    static final Set<String> OF_NO_ENTITY = Set.of("Associate", "Disassociate");

    private static final List<String> OF_EVERY_ENTITY =
            List.of("Create", "Update", "Delete", "Retrieve", "RetrieveMultiple");

    private static final Set<String> MERGED = Set.of("account", "contact", "lead");

    /** What says what happens on requests must not itself depend on what happens. */
    private static final Set<String> NONE = Set.of(
            "pluginassembly",
            "plugintype",
            "serviceendpoint",
            "sdkmessage",
            "sdkmessagefilter",
            "sdkmessageprocessingstep",
            "sdkmessageprocessingstepimage",
            "sdkmessageprocessingstepsecureconfig",
            "plugintracelog",
            "asyncoutcomerule",
            "asyncoperation",
            "emailserverprofile",
            "organization");

    private final RequestContext context;

    /** Records within this request. */
    public EventMessages(RequestContext context) {
        this.context = context;
    }

    /** Makes those of a new organization. */
    public void makeAll(Collection<String> messages) {
        List<Entity> records = new ArrayList<>();
        for (String message : messages) {
            records.add(new Entity("sdkmessage", messageId(message)).set("name", message));
        }
        new RecordCreation(context).create("sdkmessage", records);
        List<Entity> filters = new ArrayList<>();
        for (EntityMetadata entity : context.organization().metadata().entities()) {
            filters.addAll(filters(entity, messages));
        }
        new RecordCreation(context).create("sdkmessagefilter", filters);
    }

    /** Makes those of a custom entity. */
    public void make(EntityMetadata entity, Collection<String> messages) {
        new RecordCreation(context).create("sdkmessagefilter", filters(entity, messages));
    }

    /** Takes those of a custom entity away, and with them the steps on it. */
    public void remove(EntityMetadata entity) {
        List<UUID> filters = messagesOf(entity).stream()
                .map(message -> filterId(message, entity.logicalName()))
                .toList();
        List<UUID> known = new RecordReader(context)
                .byIds("sdkmessagefilter", filters, ColumnSet.of("name")).stream()
                        .map(filter -> Objects.requireNonNull(filter.id()))
                        .toList();
        new RecordDeletion(context).delete("sdkmessagefilter", known);
        Organizations.registrationsChanged(context.connection(), context.organization());
    }

    private List<Entity> filters(EntityMetadata entity, Collection<String> messages) {
        List<Entity> filters = new ArrayList<>();
        for (String message : messagesOf(entity)) {
            if (messages.contains(message)) {
                filters.add(new Entity("sdkmessagefilter", filterId(message, entity.logicalName()))
                        .set("name", message + " of " + entity.logicalName())
                        .set("sdkmessageid", new EntityReference("sdkmessage", messageId(message)))
                        .set("primaryobjecttypecode", entity.logicalName()));
            }
        }
        return filters;
    }

    static List<String> messagesOf(EntityMetadata entity) {
        List<String> messages = new ArrayList<>();
        if (NONE.contains(entity.logicalName()) || entity.ownership() == OwnershipType.NONE) {
            return messages;
        }
        messages.addAll(OF_EVERY_ENTITY);
        if (entity.ownership() == OwnershipType.USER) {
            messages.add("Assign");
        }
        if (entity.hasState()) {
            messages.add("SetState");
        }
        if (MERGED.contains(entity.logicalName())) {
            messages.add("Merge");
        }
        return messages;
    }

    /** The id of a message's record; the same on every node, because it comes from the name. */
    private UUID messageId(String message) {
        return derived("sdkmessage:" + message);
    }

    private UUID filterId(String message, String entity) {
        return derived("sdkmessagefilter:" + message + ":" + entity);
    }

    private UUID derived(String what) {
        return UUID.nameUUIDFromBytes((context.organization().id() + ":" + what).getBytes(StandardCharsets.UTF_8));
    }
}
