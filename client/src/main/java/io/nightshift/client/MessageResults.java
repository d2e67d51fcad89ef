package io.nightshift.client;

import io.nightshift.sdk.AuditDetail;
import io.nightshift.sdk.AuditDetailCollection;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateMultipleResponse;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.CreateResponse;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteAsyncResponse;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountResponse;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.UpsertResponse;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.messages.WhoAmIResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads what functions and actions answer. */
final class MessageResults {

    private static final String TYPE = "@odata.type";
    private static final String DYNAMICS = "Microsoft.Dynamics.CRM.";

    private MessageResults() {}

    /** A result of this type. */
    static Object read(String type, JsonNode value, RecordJson records) {
        return switch (type) {
            case "Edm.Guid" -> UUID.fromString(value.asString(""));
            case "Collection(Edm.Guid)" ->
                value.values().stream()
                        .map(each -> UUID.fromString(each.asString("")))
                        .toList();
            case "Edm.Int64" -> value.longValue();
            case "Edm.Binary" -> Base64.getDecoder().decode(value.asString(""));
            case DYNAMICS + "AuditDetail" -> audit(value, records);
            case DYNAMICS + "AuditDetailCollection" ->
                new AuditDetailCollection(
                        value.path("AuditDetails").values().stream()
                                .map(each -> audit(each, records))
                                .toList(),
                        value.path("MoreRecords").asBoolean(false));
            case "Edm.DateTimeOffset" -> Instant.parse(value.asString(""));
            case DYNAMICS + "crmbaseentity" -> record(value, records);
            case "Collection(" + DYNAMICS + "crmbaseentity)" -> {
                List<Entity> all = value.values().stream()
                        .map(each -> record(each, records))
                        .toList();
                yield new EntityCollection(all.isEmpty() ? "" : all.getFirst().logicalName(), all);
            }
            case DYNAMICS + "EntityRecordCountCollection" -> counts(value);
            default -> plain(value);
        };
    }

    private static Entity record(JsonNode node, RecordJson records) {
        return records.read(entity(node), node);
    }

    private static AuditDetail audit(JsonNode value, RecordJson records) {
        Entity entry = record(value.path("AuditRecord"), records);
        JsonNode relationship = value.path("RelationshipName");
        if (!relationship.isString()) {
            return new AuditDetail(
                    entry,
                    record(value.path("OldValue"), records),
                    record(value.path("NewValue"), records),
                    null,
                    List.of());
        }
        // What was related is told; which values changed by that is not.
        Entity nothing = new Entity(entry.logicalName());
        return new AuditDetail(
                entry,
                nothing,
                nothing,
                relationship.asString(),
                value.path("TargetRecords").values().stream()
                        .map(each -> record(each, records).toEntityReference())
                        .toList());
    }

    /** What a result is called in the message, where the Web API of Dataverse calls it otherwise. */
    static String inMessage(String message, String result) {
        return switch (message + "." + result) {
            case "ExecuteWorkflow.asyncoperationid" -> "Id";
            case "InstantiateTemplate.value" -> "EntityCollection";
            default -> result;
        };
    }

    /** The results of a message on records that was carried out in the background. */
    static OrganizationResponse ofRecords(String message, JsonNode body) {
        return switch (message) {
            case CreateRequest.NAME ->
                new CreateResponse(UUID.fromString(body.path("id").asString("")));
            case UpsertRequest.NAME ->
                new UpsertResponse(body.path("RecordCreated").asBoolean(false), reference(body.path("Target")));
            default -> new OrganizationResponse(message);
        };
    }

    private static EntityReference reference(JsonNode node) {
        String id = node.properties().stream()
                .filter(each -> !each.getKey().equals(TYPE))
                .map(each -> each.getValue().asString(""))
                .findFirst()
                .orElse("");
        return new EntityReference(entity(node), UUID.fromString(id));
    }

    private static String entity(JsonNode node) {
        return node.path(TYPE).asString("").replaceFirst("^#?" + DYNAMICS.replace(".", "\\."), "");
    }

    private static Map<String, Long> counts(JsonNode value) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < value.path("Keys").size(); i++) {
            counts.put(
                    value.path("Keys").path(i).asString(""),
                    value.path("Values").path(i).asLong(0));
        }
        return counts;
    }

    /** JSON as maps, lists, texts, numbers, true and false. */
    private static Object plain(JsonNode value) {
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(each -> list.add(plain(each)));
            return list;
        }
        if (value.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            value.properties().stream()
                    .filter(each -> !each.getValue().isNull())
                    .forEach(each -> map.put(each.getKey(), plain(each.getValue())));
            return map;
        }
        return AttributeKind.UNKNOWN.read(value);
    }

    /** The answer in the class that its message has, if it has one. */
    static OrganizationResponse typed(OrganizationResponse response) {
        return switch (response.responseName()) {
            case WhoAmIRequest.NAME ->
                new WhoAmIResponse(
                        response.required("UserId", UUID.class),
                        response.required("BusinessUnitId", UUID.class),
                        response.required("OrganizationId", UUID.class));
            case BulkDeleteRequest.NAME -> new BulkDeleteResponse(response.required("JobId", UUID.class));
            case ExecuteAsyncRequest.NAME -> new ExecuteAsyncResponse(response.required("AsyncJobId", UUID.class));
            case CreateMultipleRequest.NAME -> {
                List<UUID> ids = new ArrayList<>();
                for (Object id : response.required("Ids", List.class)) {
                    ids.add((UUID) id);
                }
                yield new CreateMultipleResponse(ids);
            }
            case RetrieveTotalRecordCountRequest.NAME -> {
                Map<String, Long> counts = new LinkedHashMap<>();
                Map<?, ?> named = response.required("EntityRecordCountCollection", Map.class);
                named.forEach((name, count) -> counts.put((String) name, (Long) count));
                yield new RetrieveTotalRecordCountResponse(counts);
            }
            default -> response;
        };
    }
}
