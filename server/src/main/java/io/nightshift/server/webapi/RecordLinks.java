package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.Navigation;
import io.nightshift.server.webapi.odata.ODataCode;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Relates records and ends relations, by {@code $ref}. */
final class RecordLinks {

    private final Scope scope;
    private final ApiRequest request;

    RecordLinks(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
    }

    ApiAnswer answer(Target of) {
        String method = request.method();
        return switch (of) {
            case Target.Single single when method.equals("GET") -> read(single);
            case Target.Single single when method.equals("PUT") || method.equals("POST") -> set(single, body());
            case Target.Single single when method.equals("DELETE") -> clear(single);
            case Target.Many many when method.equals("GET") -> read(many);
            case Target.Many many
            when method.equals("POST") || method.equals("PUT") -> {
                EntityReference related = body();
                scope.service()
                        .associate(many.owner().logicalName(), many.ownerId(), relationship(many), List.of(related));
                yield ApiAnswer.noContent();
            }
            case Target.Many many
            when method.equals("DELETE") -> {
                String id = request.options().get("$id");
                if (id == null) {
                    throw ODataCode.QUERY_SYNTAX.fault("Say which record: ?$id=/contacts(ID), or contacts(ID)/$ref.");
                }
                yield end(many, scope.reference(id));
            }
            case Target.Member member
            when method.equals("DELETE") ->
                end(member.of(), new EntityReference(member.of().entity().logicalName(), member.id()));
            default -> throw RefusedException.method(method, "a $ref");
        };
    }

    private EntityReference body() {
        JsonNode id = RecordBody.object(request.body()).get("@odata.id");
        if (id == null || !id.isString()) {
            throw ODataCode.INVALID_INPUT.fault("The body is {\"@odata.id\": \"...\"} with the address of a record.");
        }
        return scope.reference(id.asString());
    }

    private static Relationship relationship(Target.Many many) {
        return relationship(many.owner(), many.navigation());
    }

    /** The relationship that leads from a record of this entity to many. */
    static Relationship relationship(EntityMetadata owner, Navigation navigation) {
        // From the side of the one, a relationship of an entity with itself leads to those that refer to it.
        boolean oneself = navigation.targets().contains(owner.logicalName());
        return oneself && navigation instanceof Navigation.OneToMany
                ? new Relationship(navigation.relationship(), Relationship.EntityRole.REFERENCED)
                : new Relationship(navigation.relationship());
    }

    private ApiAnswer end(Target.Many many, EntityReference related) {
        scope.service().disassociate(many.owner().logicalName(), many.ownerId(), relationship(many), List.of(related));
        return ApiAnswer.noContent();
    }

    private ApiAnswer set(Target.Single single, EntityReference related) {
        if (!single.navigation().targets().contains(related.logicalName())) {
            throw ODataCode.INVALID_INPUT.fault("The property "
                    + single.navigation().name()
                    + " leads to " + String.join(" or ", single.navigation().targets()) + ", not to a record of "
                    + related.logicalName() + ".");
        }
        return update(
                single,
                new Entity(single.owner().logicalName(), single.ownerId())
                        .set(single.navigation().attribute(), related));
    }

    private ApiAnswer clear(Target.Single single) {
        return update(
                single,
                new Entity(single.owner().logicalName(), single.ownerId())
                        .set(single.navigation().attribute(), null));
    }

    private ApiAnswer update(Target.Single single, Entity change) {
        scope.require(single.owner(), single.ownerId());
        scope.service().update(change);
        return ApiAnswer.noContent();
    }

    private ApiAnswer read(Target.Single single) {
        return new Addresses(scope).reached(single) instanceof Target.Reached reached
                ? ApiAnswer.json(200, reference(reached.entity(), reached.id()))
                : ApiAnswer.noContent();
    }

    private ApiAnswer read(Target.Many many) {
        scope.require(many.owner(), many.ownerId());
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", scope.root() + "/$metadata#Collection($ref)");
        ArrayNode value = body.putArray("value");
        String token = request.options().get("$skiptoken");
        Integer size = request.prefer().pageSize();
        PagingInfo page =
                token != null ? SkipToken.of(token).paging() : new PagingInfo(1, size == null ? 0 : size, false, null);
        QueryExpression query = new QueryExpression(many.entity().logicalName())
                .columns(ColumnSet.of(many.entity().primaryIdAttribute()))
                .page(page);
        EntityCollection found =
                scope.service().retrieveMultiple(Expansions.of(many.owner(), query, many.navigation(), many.ownerId()));
        for (Entity record : found.entities()) {
            UUID id = record.id();
            if (id != null) {
                value.addObject().put("@odata.id", scope.address(many.entity(), id));
            }
        }
        if (found.moreRecords()) {
            SkipToken next = new SkipToken(page.pageNumber() + 1, page.count(), false, found.pagingCookie());
            body.put("@odata.nextLink", RequestAddress.at(request, "$skiptoken", next.text()));
        }
        return ApiAnswer.json(200, body);
    }

    private ObjectNode reference(EntityMetadata entity, UUID id) {
        ObjectNode node = ApiAnswer.JSON.createObjectNode();
        node.put("@odata.context", scope.root() + "/$metadata#$ref");
        return node.put("@odata.id", scope.address(entity, id));
    }
}
