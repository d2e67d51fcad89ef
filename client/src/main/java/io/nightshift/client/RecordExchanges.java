package io.nightshift.client;

import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.fetch.FetchXmlWriter;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.CreateResponse;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveMultipleResponse;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.RetrieveResponse;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.UpsertResponse;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.QueryBase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The messages of single records and of queries as requests of the Web API. Thread-safe. */
final class RecordExchanges {

    private static final int CREATED = 201;
    private static final int DEFAULT_STATUS = -1;
    private static final String COOKIE = "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
    private static final String TOTAL_EXCEEDED = "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded";

    private final RecordJson records;

    RecordExchanges(RecordJson records) {
        this.records = records;
    }

    Exchange.Single create(OrganizationRequest request) {
        Entity target = request.required("Target", Entity.class);
        EntityDefinition entity = records.definitions().entity(target.logicalName());
        ObjectNode body = records.write(target);
        UUID given = target.id();
        if (given != null) {
            body.put(entity.primaryId(), given.toString());
        }
        return new Exchange.Single(
                Call.json("POST", entity.set(), body), answer -> new CreateResponse(answer.recordId()));
    }

    Exchange.Single retrieve(OrganizationRequest request) {
        EntityReference target = request.required("Target", EntityReference.class);
        ColumnSet columns = request.required("ColumnSet", ColumnSet.class);
        String name = target.logicalName();
        return new Exchange.Single(
                Call.get(records.address(name, target.id()) + records.select(name, columns)),
                answer -> new RetrieveResponse(records.read(name, answer.object())));
    }

    Exchange.Single update(OrganizationRequest request) {
        Entity target = request.required("Target", Entity.class);
        return changed(request.requestName(), target, version(request, target.rowVersion()));
    }

    /** What stands behind If-Match: any version, so that nothing is created, or the one that is meant. */
    private static String version(OrganizationRequest request, @Nullable String rowVersion) {
        ConcurrencyBehavior behavior = request.get("ConcurrencyBehavior", ConcurrencyBehavior.class);
        if (behavior != ConcurrencyBehavior.IF_ROW_VERSION_MATCHES) {
            return "*";
        }
        if (rowVersion == null) {
            throw FaultCode.CONCURRENCY_VERSION_NOT_PROVIDED.fault(
                    "The row version is to match, and the record has none: read it first.");
        }
        return "W/\"" + rowVersion + "\"";
    }

    private Exchange.Single changed(String message, Entity target, String match) {
        return new Exchange.Single(
                Call.json("PATCH", records.address(target), records.write(target))
                        .with("If-Match", match),
                answer -> new OrganizationResponse(message));
    }

    /** PUT, because its answer tells what was created from what was changed. */
    Exchange.Single upsert(OrganizationRequest request) {
        Entity target = request.required("Target", Entity.class);
        return new Exchange.Single(
                Call.json("PUT", records.address(target), records.write(target)),
                answer -> new UpsertResponse(
                        answer.status() == CREATED, new EntityReference(target.logicalName(), answer.recordId())));
    }

    Exchange.Single delete(OrganizationRequest request) {
        EntityReference target = request.required("Target", EntityReference.class);
        String match = version(request, request.get("RowVersion", String.class));
        Call call = Call.bare("DELETE", records.address(target.logicalName(), target.id()));
        return new Exchange.Single(
                match.equals("*") ? call : call.with("If-Match", match),
                answer -> new OrganizationResponse(request.requestName()));
    }

    Exchange.Single setState(OrganizationRequest request) {
        EntityReference target = request.required("EntityMoniker", EntityReference.class);
        if (records.definitions().having(target.logicalName(), "statecode").kind("statecode")
                == AttributeKind.UNKNOWN) {
            throw FaultCode.ENTITY_HAS_NO_STATE.fault("The entity " + target.logicalName() + " has no state.");
        }
        OptionSetValue status = request.required("Status", OptionSetValue.class);
        Entity change = new Entity(target.logicalName(), target.id())
                .set("statecode", request.required("State", OptionSetValue.class));
        if (status.value() != DEFAULT_STATUS) {
            change.set("statuscode", status);
        }
        return changed(request.requestName(), change, "*");
    }

    Exchange.Single assign(OrganizationRequest request) {
        EntityReference target = request.required("Target", EntityReference.class);
        Entity change = new Entity(target.logicalName(), target.id())
                .set("ownerid", request.required("Assignee", EntityReference.class));
        return changed(request.requestName(), change, "*");
    }

    Exchange.Single retrieveMultiple(OrganizationRequest request) {
        return query(request.requestName(), FetchXmlWriter.write(request.required("Query", QueryBase.class)));
    }

    /** A query, whose answer is that of the message. */
    Exchange.Single query(String message, FetchExpression query) {
        FetchShape shape = FetchShape.of(query);
        return new Exchange.Single(
                Call.get(records.definitions().set(shape.entity()) + "?fetchXml=" + RecordJson.encoded(query.query())),
                answer -> new RetrieveMultipleResponse(message, collection(shape, answer.object())));
    }

    private EntityCollection collection(FetchShape shape, ObjectNode body) {
        List<Entity> found = new ArrayList<>();
        for (JsonNode row : body.path("value")) {
            found.add(records.read(shape.entity(), row, shape));
        }
        String cookie = body.path(COOKIE).asString("");
        return new EntityCollection(
                shape.entity(),
                found,
                !cookie.isEmpty(),
                cookie.isEmpty() ? null : FetchPage.cookie(cookie),
                body.path("@odata.count").asInt(-1),
                body.path(TOTAL_EXCEEDED).asBoolean(false));
    }

    /** The messages that have a form of their own here. */
    @Nullable
    Exchange of(OrganizationRequest request) {
        return switch (request.requestName()) {
            case CreateRequest.NAME -> create(request);
            case RetrieveRequest.NAME -> retrieve(request);
            case RetrieveMultipleRequest.NAME -> retrieveMultiple(request);
            case UpdateRequest.NAME -> update(request);
            case UpsertRequest.NAME -> upsert(request);
            case DeleteRequest.NAME -> delete(request);
            case SetStateRequest.NAME -> setState(request);
            case AssignRequest.NAME -> assign(request);
            default -> null;
        };
    }
}
