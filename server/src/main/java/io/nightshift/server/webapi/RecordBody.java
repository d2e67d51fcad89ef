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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a record from the body of a request. A property that the entity has not is refused, not passed over. */
final class RecordBody {

    private static final String BIND = "@odata.bind";

    /** Takes the records that a body holds beside its own. */
    interface Within {

        /** The record to which a lookup leads; answers what the lookup is to hold. */
        EntityReference one(EntityMetadata entity, ObjectNode body);

        /** New records to which a navigation property leads. */
        void many(Navigation navigation, List<ObjectNode> bodies);

        /** Records that are there, to which a navigation property is to lead. */
        void related(Navigation navigation, List<EntityReference> others);
    }

    private final Scope scope;
    private final EntityMetadata entity;
    private final @Nullable Within within;

    /** The body of a record alone. */
    RecordBody(Scope scope, EntityMetadata entity) {
        this(scope, entity, null);
    }

    /** @param within takes the records within; null when there may be none */
    RecordBody(Scope scope, EntityMetadata entity, @Nullable Within within) {
        this.scope = scope;
        this.entity = entity;
        this.within = within;
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
        } else if (navigation != null && value.isContainer()) {
            within(target, navigation, value);
        } else if (attribute != null || navigation instanceof Navigation.ManyToOne) {
            throw ODataCode.INVALID_INPUT.fault("The lookup " + Shown.of(name)
                    + " is written by its navigation property, as \"" + bindName(name, attribute)
                    + BIND + "\": \"/accounts(ID)\".");
        } else if (navigation != null) {
            throw ODataCode.INVALID_INPUT.fault(
                    "The property " + Shown.of(name) + " leads to records; its value is a list of" + " them.");
        } else {
            throw unknown(name);
        }
    }

    private void within(Entity target, Navigation navigation, JsonNode value) {
        if (within == null) {
            throw ODataCode.INVALID_INPUT.fault(
                    "Records within records are created with them, not changed: write those of "
                            + Shown.of(navigation.name())
                            + " by requests of their own, for example in one change set.");
        }
        if (navigation instanceof Navigation.ManyToOne lookup) {
            ObjectNode body = object(navigation, value);
            target.set(lookup.attribute(), within.one(targetOf(lookup, body), body));
            return;
        }
        if (!value.isArray()) {
            throw ODataCode.INVALID_INPUT.fault(
                    "The property " + Shown.of(navigation.name()) + " leads to records; its value is a list of them.");
        }
        within.many(
                navigation,
                value.values().stream().map(each -> object(navigation, each)).toList());
    }

    private EntityMetadata targetOf(Navigation.ManyToOne lookup, ObjectNode body) {
        String type = body.path("@odata.type").asString("").replaceFirst("^#?(Microsoft\\.Dynamics\\.CRM\\.)?", "");
        String only = lookup.targets().size() == 1 ? lookup.targets().getFirst() : type;
        if (!lookup.targets().contains(only) || !(type.isEmpty() || type.equals(only))) {
            throw ODataCode.INVALID_INPUT.fault("The record in " + Shown.of(lookup.name())
                    + " says by \"@odata.type\" that it is a " + String.join(" or ", lookup.targets()) + ".");
        }
        return scope.model().entity(only);
    }

    private static ObjectNode object(Navigation navigation, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw ODataCode.INVALID_INPUT.fault("A record in " + Shown.of(navigation.name()) + " is a JSON object.");
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
            if (within == null || !value.isArray()) {
                throw ODataCode.INVALID_INPUT.fault("The property " + Shown.of(name)
                        + " leads to many records; relate a list of them when the record is created, or each with POST to its"
                        + " $ref when it is there.");
            }
            within.related(
                    navigation,
                    value.values().stream()
                            .map(each -> scope.reference(each.asString("")))
                            .toList());
            return;
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
