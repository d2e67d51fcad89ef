package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.server.webapi.odata.Model;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes records as JSON, with the annotations that the caller prefers. */
final class RecordWriter {

    private static final String FORMATTED = "OData.Community.Display.V1.FormattedValue";
    private static final String LOGICAL_NAME = "Microsoft.Dynamics.CRM.lookuplogicalname";
    private static final String NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty";

    private final Model model;
    private final boolean formatted;
    private final boolean logicalNames;
    private final boolean navigations;

    RecordWriter(Model model, Prefer prefer) {
        this.model = model;
        this.formatted = prefer.wants(FORMATTED);
        this.logicalNames = prefer.wants(LOGICAL_NAME);
        this.navigations = prefer.wants(NAVIGATION);
    }

    /** The etag of a record; empty when it has no version. */
    static String etag(Entity record) {
        return record.rowVersion() == null ? "" : "W/\"" + record.rowVersion() + "\"";
    }

    /** The record with these attributes and its id. What is empty is null. */
    ObjectNode record(EntityMetadata entity, Collection<AttributeMetadata> attributes, Entity record) {
        ObjectNode node = ApiAnswer.JSON.createObjectNode();
        if (!etag(record).isEmpty()) {
            node.put("@odata.etag", etag(record));
        }
        for (AttributeMetadata attribute : attributes) {
            put(node, entity, attribute, record);
        }
        if (record.id() != null && !node.has(entity.primaryIdAttribute())) {
            node.put(entity.primaryIdAttribute(), record.id().toString());
        }
        return node;
    }

    private void put(ObjectNode node, EntityMetadata entity, AttributeMetadata attribute, Entity record) {
        String name = Model.property(attribute);
        Object value = record.get(attribute.logicalName());
        if (value != null) {
            annotate(node, name, text(attribute, value, record.formattedValues().get(attribute.logicalName())));
        }
        if (value instanceof EntityReference reference) {
            if (logicalNames) {
                node.put(name + "@" + LOGICAL_NAME, reference.logicalName());
            }
            if (navigations) {
                node.put(name + "@" + NAVIGATION, model.navigationOf(entity, attribute, reference.logicalName()));
            }
        }
        node.set(name, PropertyValues.json(value));
    }

    /** A row of groups and aggregates, each under its name. */
    ObjectNode group(EntityMetadata entity, Entity row, Map<String, String> names) {
        ObjectNode node = ApiAnswer.JSON.createObjectNode();
        names.forEach((alias, name) -> {
            if (row.get(alias) instanceof AliasedValue) {
                return;
            }
            // A group by an attribute of the entity itself comes as that attribute.
            entity.find(alias)
                    .filter(_ -> row.contains(alias))
                    .ifPresentOrElse(attribute -> put(node, entity, attribute, row), () -> node.putNull(name));
        });
        aliased(node, row, names);
        return node;
    }

    /** What a query with links or aggregates has beside the attributes of its entity. */
    void aliased(ObjectNode node, Entity record, Map<String, String> names) {
        record.attributes().forEach((alias, given) -> {
            if (given instanceof AliasedValue aliased) {
                String name = names.getOrDefault(alias, alias);
                Object value = aliased.value();
                AttributeMetadata attribute = model.metadata()
                        .find(aliased.entityLogicalName())
                        .flatMap(entity -> entity.find(aliased.attributeLogicalName()))
                        .orElse(null);
                if (value != null && attribute != null) {
                    annotate(
                            node,
                            name,
                            text(attribute, value, record.formattedValues().get(alias)));
                }
                if (value instanceof EntityReference reference && logicalNames) {
                    node.put(name + "@" + LOGICAL_NAME, reference.logicalName());
                }
                node.set(name, PropertyValues.json(value));
            }
        });
    }

    private static @Nullable String text(AttributeMetadata attribute, Object value, @Nullable String known) {
        return known != null ? known : FormattedValues.of(attribute, value);
    }

    private void annotate(ObjectNode node, String name, @Nullable String text) {
        if (formatted && text != null) {
            node.put(name + "@" + FORMATTED, text);
        }
    }
}
