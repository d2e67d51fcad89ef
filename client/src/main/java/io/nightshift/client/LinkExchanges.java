package io.nightshift.client;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.Relationship.EntityRole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Associate and Disassociate by {@code $ref}, a request for each pair, all in one change set. A lookup is set and emptied
 * from the side of the record that it names: so only those that do name it are emptied. Thread-safe.
 */
final class LinkExchanges {

    private final WebApi api;
    private final RecordJson records;

    LinkExchanges(WebApi api, RecordJson records) {
        this.api = api;
        this.records = records;
    }

    Exchange of(OrganizationRequest request, boolean associates) {
        EntityReference target = request.required("Target", EntityReference.class);
        Relationship relationship = request.required("Relationship", Relationship.class);
        EntityDefinition.Relation relation =
                records.definitions().entity(target.logicalName()).relation(relationship.schemaName());
        boolean oneself = relation.one().equals(relation.many());
        EntityRole role = relationship.primaryEntityRole();
        // Of pairs the first is the target unless it is said otherwise, and so is the one of one to many.
        boolean targetIsOne = oneself
                ? relation.manyToMany() ? role != EntityRole.REFERENCED : role != EntityRole.REFERENCING
                : relation.one().equals(target.logicalName());
        List<EntityReference> related = related(request, targetIsOne ? relation.many() : relation.one(), relation);
        if (!targetIsOne && !relation.manyToMany() && related.size() > 1) {
            throw FaultCode.INVALID_RELATIONSHIP_TYPE.fault("The " + target.logicalName() + " refers to one record by "
                    + relation.schemaName() + ", not to " + related.size() + ".");
        }
        // Pairs of two entities may be asked for from either side; those of an entity with itself only from the first.
        boolean fromTarget = targetIsOne || (relation.manyToMany() && !oneself);
        List<Exchange.Single> parts = new ArrayList<>();
        for (EntityReference each : related) {
            EntityReference owner = fromTarget ? target : each;
            EntityReference member = fromTarget ? each : target;
            parts.add(new Exchange.Single(
                    associates
                            ? made(owner, relation.schemaName(), member)
                            : ended(owner, relation.schemaName(), member),
                    answer -> new OrganizationResponse(request.requestName())));
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new Exchange.ChangeSet(parts, all -> new OrganizationResponse(request.requestName()), false);
    }

    private static List<EntityReference> related(
            OrganizationRequest request, String entity, EntityDefinition.Relation relation) {
        List<EntityReference> related = new ArrayList<>();
        for (Object each : request.required("RelatedEntities", List.class)) {
            if (!(each instanceof EntityReference reference)) {
                throw FaultCode.INVALID_ARGUMENT.fault("The parameter RelatedEntities is a list of references.");
            }
            related.add(reference);
        }
        if (related.stream().map(EntityReference::logicalName).anyMatch(Predicate.not(entity::equals))) {
            throw FaultCode.INVALID_RELATIONSHIP_TYPE.fault("The relationship " + relation.schemaName() + " relates "
                    + relation.one() + " with " + relation.many() + "; the records given are of other entities.");
        }
        return related;
    }

    private Call made(EntityReference owner, String property, EntityReference member) {
        String address = api.root() + records.address(member.logicalName(), member.id());
        return Call.json(
                "POST",
                records.address(owner.logicalName(), owner.id()) + "/" + property + "/$ref",
                JsonNodeFactory.instance.objectNode().put("@odata.id", address));
    }

    private Call ended(EntityReference owner, String property, EntityReference member) {
        return Call.bare(
                "DELETE",
                records.address(owner.logicalName(), owner.id()) + "/" + property + "(" + member.id() + ")/$ref");
    }
}
