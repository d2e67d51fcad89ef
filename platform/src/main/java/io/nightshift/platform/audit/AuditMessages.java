package io.nightshift.platform.audit;

import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.json.ValueReader;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.AuditDetail;
import io.nightshift.sdk.AuditDetailCollection;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The messages that read the audit, as the caller may read its entries. */
public final class AuditMessages {

    private static final String AUDIT = "audit";

    private AuditMessages() {}

    /** A message and what it answers. */
    private record Reading(String name, BiFunction<OrganizationRequest, RequestContext, OrganizationResponse> answer)
            implements Message {

        @Override
        public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
            return answer.apply(request, context);
        }
    }

    /** All of them. */
    public static List<Message> all() {
        return List.of(
                new Reading("RetrieveAuditDetails", AuditMessages::details),
                new Reading("RetrieveRecordChangeHistory", (request, context) -> history(request, context, "")),
                new Reading(
                        "RetrieveAttributeChangeHistory",
                        (request, context) ->
                                history(request, context, request.required("AttributeLogicalName", String.class))));
    }

    private static OrganizationResponse details(OrganizationRequest request, RequestContext context) {
        Entity entry = new RecordReader(context)
                .retrieve(new EntityReference(AUDIT, request.required("AuditId", UUID.class)), ColumnSet.all());
        return new OrganizationResponse(request.requestName()).set("AuditDetail", detail(entry));
    }

    private static OrganizationResponse history(OrganizationRequest request, RequestContext context, String attribute) {
        EntityReference target = request.required("Target", EntityReference.class);
        if (!attribute.isEmpty()) {
            context.entity(target.logicalName()).attribute(attribute);
        }
        requireReadable(context, target);
        QueryExpression query = new QueryExpression(AUDIT)
                .columns(ColumnSet.all())
                .where("objectid", ConditionOperator.EQUAL, target.id())
                .where("objecttypecode", ConditionOperator.EQUAL, target.logicalName())
                .orderBy("createdon", OrderType.DESCENDING)
                .page(Objects.requireNonNullElse(request.get("PagingInfo", PagingInfo.class), PagingInfo.FIRST));
        if (!attribute.isEmpty()) {
            query = query.where("attributemask", ConditionOperator.LIKE, "%," + attribute.replace("_", "[_]") + ",%");
        }
        EntityCollection found = context.execute(new RetrieveMultipleRequest(query))
                .required("EntityCollection", EntityCollection.class);
        List<AuditDetail> details =
                found.entities().stream().map(AuditMessages::detail).toList();
        return new OrganizationResponse(request.requestName())
                .set("AuditDetailCollection", new AuditDetailCollection(details, found.moreRecords()));
    }

    /** Who reads a history may read the record, unless it is there no more. */
    private static void requireReadable(RequestContext context, EntityReference target) {
        try {
            new RecordReader(context).retrieve(target, ColumnSet.of());
        } catch (OrganizationServiceFault fault) {
            if (!fault.is(FaultCode.OBJECT_DOES_NOT_EXIST)) {
                throw fault;
            }
        }
    }

    private static AuditDetail detail(Entity entry) {
        String entity = Objects.requireNonNullElse(entry.get("objecttypecode", String.class), "");
        UUID id = Objects.requireNonNull(entry.get("objectid", UUID.class));
        JsonNode data = ValueJson.parse(Objects.requireNonNullElse(entry.get("changedata", String.class), "{}"));
        Entity old = new Entity(entity, id);
        Entity now = new Entity(entity, id);
        for (JsonNode change : data.path("changedAttributes")) {
            String name = change.path("logicalName").asString();
            put(old, name, change.get("oldValue"));
            put(now, name, change.get("newValue"));
        }
        List<EntityReference> targets = new ArrayList<>();
        for (JsonNode target : data.path("targets")) {
            if (target instanceof ObjectNode object && ValueReader.value(object) instanceof EntityReference reference) {
                targets.add(reference);
            }
        }
        String relationship = data.path("relationship").asString("");
        return new AuditDetail(entry, old, now, relationship.isEmpty() ? null : relationship, targets);
    }

    private static void put(Entity side, String attribute, @Nullable JsonNode value) {
        if (value != null && !value.isNull()) {
            side.set(attribute, ValueReader.value(value));
        }
    }
}
