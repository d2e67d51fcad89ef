package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.Navigation;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a record from the body of a request. A property that the entity has not is refused, not passed over. */
final class RecordBody {

    private static final String BIND = "@odata.bind";

    private final Scope scope;
    private final EntityMetadata entity;

    RecordBody(Scope scope, EntityMetadata entity) {
        this.scope = scope;
        this.entity = entity;
    }

    /** The body as a JSON object. */
    static ObjectNode object(byte[] body) {
        try {
            JsonNode read = body.length == 0 ? null : ApiAnswer.JSON.readTree(body);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new OrganizationServiceFault(
                    ODataCode.INVALID_INPUT.code(), "The body is not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw ODataCode.INVALID_INPUT.fault("The body has to be a JSON object.");
    }

    /** Sets what the body says of the target. */
    Entity into(Entity target, ObjectNode body) {
        for (Map.Entry<String, JsonNode> property : body.properties()) {
            String name = property.getKey();
            int at = name.indexOf('@');
            if (at < 0) {
                set(target, name, property.getValue());
            } else if (at > 0 && name.endsWith(BIND)) {
                bind(target, name.substring(0, at), property.getValue());
            }
        }
        return target;
    }

    private void set(Entity target, String name, JsonNode value) {
        if (name.equals(entity.primaryIdAttribute())) {
            UUID id = (UUID) PropertyValues.read(entity.attribute(name), value);
            if (id != null && target.id() == null && target.keyAttributes().isEmpty()) {
                target.id(id);
            }
            return;
        }
        AttributeMetadata attribute = Model.attribute(entity, name).orElse(null);
        if (attribute != null && !attribute.type().isReference()) {
            target.set(attribute.logicalName(), PropertyValues.read(attribute, value));
            return;
        }
        Navigation navigation = scope.model().navigation(entity, name).orElse(null);
        if (navigation instanceof Navigation.ManyToOne lookup && value.isNull()) {
            target.set(lookup.attribute(), null);
        } else if (attribute != null || navigation instanceof Navigation.ManyToOne) {
            throw ODataCode.INVALID_INPUT.fault("The lookup " + Shown.of(name)
                    + " is written by its navigation property, as \"" + bindName(name, attribute)
                    + BIND + "\": \"/accounts(ID)\".");
        } else if (navigation != null) {
            throw ODataCode.INVALID_INPUT.fault("Records within records are not supported: create those of "
                    + Shown.of(name) + " by requests of their own, for example in one change set.");
        } else {
            throw unknown(name);
        }
    }

    private String bindName(String name, @Nullable AttributeMetadata attribute) {
        return attribute == null
                ? name
                : scope.model()
                        .navigationOf(
                                entity,
                                attribute,
                                attribute.type().targetEntities().getFirst());
    }

    private OrganizationServiceFault unknown(String name) {
        return ODataCode.INVALID_INPUT.fault("The property '" + Shown.of(name)
                + "' does not exist on type 'Microsoft.Dynamics.CRM." + entity.logicalName() + "'.");
    }

    private void bind(Entity target, String name, JsonNode value) {
        Navigation navigation = scope.model().navigation(entity, name).orElseThrow(() -> unknown(name));
        if (!(navigation instanceof Navigation.ManyToOne lookup)) {
            throw ODataCode.INVALID_INPUT.fault("The property " + Shown.of(name)
                    + " leads to many records; relate them with POST to its $ref when the record is there.");
        }
        if (value.isNull()) {
            target.set(lookup.attribute(), null);
            return;
        }
        EntityReference reference = scope.reference(value.asString(""));
        if (!lookup.targets().contains(reference.logicalName())) {
            throw ODataCode.INVALID_INPUT.fault("The property " + Shown.of(name) + " leads to "
                    + String.join(" or ", lookup.targets()) + ", not to a record of " + reference.logicalName() + ".");
        }
        target.set(lookup.attribute(), reference);
    }
}
