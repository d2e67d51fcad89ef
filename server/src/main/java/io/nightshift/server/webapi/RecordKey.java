package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.odata.KeyText;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands in the parentheses after a set: the id of a record, or the values of an alternate key. */
record RecordKey(@Nullable UUID id, Map<String, Object> values) {

    static RecordKey of(EntityMetadata entity, String text) {
        Map<String, String> parts = KeyText.read(text);
        if (parts.size() == 1) {
            String name = parts.keySet().iterator().next();
            if (name.isEmpty() || name.equals(entity.primaryIdAttribute())) {
                return new RecordKey(id(entity, String.valueOf(parts.get(name))), Map.of());
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        parts.forEach((name, value) -> {
            AttributeMetadata attribute = Model.attribute(entity, name)
                    .or(() -> entity.find(name))
                    .orElseThrow(() -> ODataCode.QUERY_SYNTAX.fault("The key of " + entity.logicalName() + " names '"
                            + Shown.of(name) + "', which is no property of it."));
            values.put(attribute.logicalName(), value(entity, attribute, value));
        });
        if (entity.key(values.keySet()).isEmpty()) {
            throw FaultCode.ENTITY_KEY_NOT_DEFINED.fault(
                    "The properties " + values.keySet() + " are no key of " + entity.logicalName() + ".");
        }
        return new RecordKey(null, values);
    }

    private static Object value(EntityMetadata entity, AttributeMetadata attribute, String text) {
        if (!attribute.type().isReference()) {
            return PropertyValues.ofText(attribute, text);
        }
        List<String> targets = attribute.type().targetEntities();
        return new EntityReference(targets.getFirst(), id(entity, text));
    }

    private static UUID id(EntityMetadata entity, String text) {
        try {
            return PropertyValues.id(text);
        } catch (IllegalArgumentException e) {
            throw new OrganizationServiceFault(
                    ODataCode.QUERY_SYNTAX.code(),
                    "'" + Shown.of(text) + "' is no id of a record of " + entity.logicalName()
                            + "; ids look like 6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11.",
                    e);
        }
    }

    /** A record of the entity that has this key and nothing else. */
    Entity target(EntityMetadata entity) {
        Entity target = new Entity(entity.logicalName());
        if (id != null) {
            target.id(id);
        }
        values.forEach(target::key);
        return target;
    }
}
