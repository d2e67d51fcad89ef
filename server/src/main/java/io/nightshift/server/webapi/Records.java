package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.ODataCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates, reads, changes and deletes single records and their properties. */
final class Records {

    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

    private final Scope scope;
    private final ApiRequest request;
    private final Prefer prefer;

    Records(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
        this.prefer = request.prefer();
    }

    ApiAnswer create(EntityMetadata entity) {
        ObjectNode body = RecordBody.object(request.body());
        if (RecordTree.is(body)) {
            return scope.together(within ->
                    new Records(within, request).written(entity, new RecordTree(within).create(entity, body), 201));
        }
        Entity target = new RecordBody(scope, entity).into(new Entity(entity.logicalName()), body);
        return written(entity, scope.service().create(target), 201);
    }

    ApiAnswer read(EntityMetadata entity, UUID id) {
        String known = request.headers().get("If-None-Match");
        boolean comparable =
                known != null && (known.equals("*") || ETAG.matcher(known).find());
        RecordCollections collections = new RecordCollections(scope, request);
        ObjectNode node = collections.record(entity, id, comparable ? known : null);
        if (node == null) {
            return ApiAnswer.empty(304).with("ETag", comparable && !"*".equals(known) ? String.valueOf(known) : "");
        }
        return ApiAnswer.json(200, node)
                .with("ETag", node.path("@odata.etag").asString(""))
                .with("Preference-Applied", prefer.applied(false, false));
    }

    /** PATCH, and PUT, which clients use to upsert by a key. */
    ApiAnswer change(EntityMetadata entity, RecordKey key) {
        Entity target = new RecordBody(scope, entity).into(key.target(entity), RecordBody.object(request.body()));
        String match = request.headers().get("If-Match");
        if (match != null) {
            return update(entity, target, match);
        }
        if ("*".equals(request.headers().get("If-None-Match"))) {
            return written(entity, scope.service().create(target), 201);
        }
        var response = scope.service().execute(new UpsertRequest(target));
        UUID id = response.required("Target", EntityReference.class).id();
        boolean created = response.required("RecordCreated", Boolean.class);
        ApiAnswer answer = written(entity, id, created ? 201 : 200);
        return created && request.method().equals("PUT") && answer.status() == 204
                ? new ApiAnswer(201, answer.headers(), answer.body())
                : answer;
    }

    private ApiAnswer update(EntityMetadata entity, Entity target, String match) {
        UpdateRequest update = new UpdateRequest(target);
        if (!match.equals("*")) {
            target.rowVersion(version(match));
            update.concurrencyBehavior(ConcurrencyBehavior.IF_ROW_VERSION_MATCHES);
        }
        scope.service().execute(update);
        UUID id = target.id();
        return written(entity, id != null ? id : scope.id(entity, new RecordKey(null, keyOf(target))), 200);
    }

    private static Map<String, Object> keyOf(Entity target) {
        Map<String, Object> values = new LinkedHashMap<>();
        target.keyAttributes().forEach((name, value) -> values.put(name, Objects.requireNonNull(value)));
        return values;
    }

    /** The version of an etag; of anything else one that no record has. */
    private static String version(String etag) {
        Matcher matcher = ETAG.matcher(etag);
        return matcher.find() ? matcher.group(1) : "-1";
    }

    private ApiAnswer written(EntityMetadata entity, UUID id, int represented) {
        String address = scope.address(entity, id);
        ApiAnswer answer = ApiAnswer.noContent();
        if (prefer.representation()) {
            ObjectNode node = new RecordCollections(scope, request).record(entity, id);
            answer = ApiAnswer.json(represented, node)
                    .with("ETag", node.path("@odata.etag").asString(""))
                    .with("Preference-Applied", prefer.applied(false, true));
        }
        if (represented == 201) {
            answer = answer.with("Location", address);
        }
        return answer.with("OData-EntityId", address);
    }

    ApiAnswer delete(EntityMetadata entity, UUID id) {
        DeleteRequest delete = new DeleteRequest(new EntityReference(entity.logicalName(), id));
        String match = request.headers().get("If-Match");
        if (match != null && !match.equals("*")) {
            delete.rowVersion(version(match)).concurrencyBehavior(ConcurrencyBehavior.IF_ROW_VERSION_MATCHES);
        }
        scope.service().execute(delete);
        return ApiAnswer.noContent();
    }

    /** One property: {@code {"value": ...}}, or the bare value. */
    ApiAnswer property(Target.Property property) {
        AttributeMetadata attribute = property.attribute();
        Object value = scope.service()
                .retrieve(property.entity().logicalName(), property.id(), ColumnSet.of(attribute.logicalName()))
                .get(attribute.logicalName());
        if (value == null) {
            return ApiAnswer.noContent();
        }
        JsonNode json = PropertyValues.json(value);
        if (property.raw()) {
            return ApiAnswer.text("text/plain; charset=utf-8", json.asString());
        }
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put(
                "@odata.context",
                scope.root() + "/$metadata#" + property.entity().names().entitySetName() + "(" + property.id() + ")/"
                        + Model.property(attribute));
        body.set("value", json);
        return ApiAnswer.json(200, body);
    }

    ApiAnswer setProperty(Target.Property property) {
        JsonNode value = RecordBody.object(request.body()).get("value");
        if (value == null) {
            throw ODataCode.INVALID_INPUT.fault("The body is {\"value\": ...} with the new value of the property.");
        }
        ObjectNode change = ApiAnswer.JSON.createObjectNode();
        change.set(Model.property(property.attribute()), value);
        return changeProperty(property, change);
    }

    ApiAnswer clearProperty(Target.Property property) {
        Entity change = new Entity(property.entity().logicalName(), property.id())
                .set(property.attribute().logicalName(), null);
        return update(property, change);
    }

    private ApiAnswer changeProperty(Target.Property property, ObjectNode change) {
        Entity target = new Entity(property.entity().logicalName(), property.id());
        return update(property, new RecordBody(scope, property.entity()).into(target, change));
    }

    private ApiAnswer update(Target.Property property, Entity change) {
        @Nullable String match = request.headers().get("If-Match");
        return update(property.entity(), change, match == null ? "*" : match);
    }
}
