package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.AuditDetail;
import io.nightshift.sdk.AuditDetailCollection;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleResponseItem;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.additions.Asked;
import io.nightshift.server.webapi.metadata.OperationSignature;
import io.nightshift.server.webapi.metadata.OperationSignature.Kind;
import io.nightshift.server.webapi.odata.KeyText;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Functions and actions: messages of the organization service by their names. */
final class Operations {

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final String TYPE = "#Microsoft.Dynamics.CRM.";

    /** Parameters in an address may have single quotes. */
    private static final JsonMapper LENIENT =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private final Scope scope;
    private final ApiRequest request;

    Operations(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
    }

    ApiAnswer answer(Target.Operation operation) {
        OperationSignature signature =
                OperationSignature.callable(operation.name()).orElseThrow(() -> Addresses.unknown(operation.name()));
        boolean function = signature.kind() == Kind.FUNCTION;
        if (!request.method().equals(function ? "GET" : "POST")) {
            throw RefusedException.method(
                    request.method(), (function ? "the function " : "the action ") + signature.name());
        }
        EntityMetadata boundTo = boundTo(signature, operation.bound());
        ObjectNode given = function || request.body().length == 0
                ? inAddress(operation.arguments())
                : RecordBody.object(request.body());
        OrganizationRequest message = new OperationParameters(scope, boundTo).request(signature, given);
        if (scope.additions().has(signature.name())) {
            return addition(signature, message, operation.bound());
        }
        if (!signature.boundParameter().isEmpty()) {
            message.set(signature.boundParameter(), id(operation.bound()));
        }
        BackgroundOperations background = new BackgroundOperations(scope, request);
        if (background.takes(signature)) {
            return background.started(message);
        }
        OrganizationResponse response = scope.service().execute(background.addressed(message));
        if (signature.results().isEmpty()) {
            return ApiAnswer.noContent();
        }
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", scope.root() + "/$metadata#" + type(signature) + "Response");
        write(body, signature, response.results());
        return ApiAnswer.json(200, body);
    }

    private ApiAnswer addition(OperationSignature signature, OrganizationRequest message, @Nullable Target bound) {
        if (signature.kind() == Kind.ACTION && scope.transaction() == null) {
            throw ODataCode.INVALID_INPUT.fault(
                    signature.name() + " cannot stand in a change set: it is a transaction of its own.");
        }
        UUID record = signature.boundTo() == null ? null : id(bound);
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", scope.root() + "/$metadata#" + type(signature) + "Response");
        try {
            body.setAll(scope.additions().answer(new Asked(scope.asker(), message, record, scope.model())));
        } catch (SQLException e) {
            LOG.warn("The database refused what {} needs: {}", signature.name(), e.toString());
            throw new RefusedException(
                    503, FaultCode.UNEXPECTED.code(), "The database does not answer as it should; try again.");
        }
        return ApiAnswer.json(200, body);
    }

    /** Adds the results of a message. */
    void write(ObjectNode body, OperationSignature signature, Map<String, ? extends @Nullable Object> results) {
        results.forEach((name, value) -> body.set(signature.onWire(name), json(value)));
    }

    private static String type(OperationSignature signature) {
        return signature.name().contains(".") ? signature.name() : "Microsoft.Dynamics.CRM." + signature.name();
    }

    private @Nullable EntityMetadata boundTo(OperationSignature signature, @Nullable Target bound) {
        String wanted = signature.boundTo();
        EntityMetadata entity = switch (bound) {
            case null -> null;
            case Target.Set set -> set.entity();
            case Target.One one -> one.entity();
            case Target.Reached reached -> reached.entity();
            case Target.Member member -> member.of().entity();
            default -> throw Addresses.unknown(signature.name());
        };
        boolean fits = wanted == null
                ? entity == null
                : entity != null
                        && (wanted.equals(OperationSignature.RECORDS)
                                ? bound instanceof Target.Set
                                : !(bound instanceof Target.Set) && wanted.equals(entity.logicalName()));
        if (!fits) {
            throw Addresses.unknown(signature.name());
        }
        return entity;
    }

    private UUID id(@Nullable Target bound) {
        return switch (bound) {
            case Target.One one -> scope.id(one.entity(), one.key());
            case Target.Reached reached -> reached.id();
            case Target.Member member -> member.id();
            case null, default -> throw Addresses.unknown("");
        };
    }

    /** The parameters of a function: {@code (P=@p1,Q='x')}, with what stands behind their aliases. */
    private ObjectNode inAddress(@Nullable String arguments) {
        ObjectNode given = ApiAnswer.JSON.createObjectNode();
        if (arguments == null || arguments.isBlank()) {
            return given;
        }
        for (Map.Entry<String, String> argument : KeyText.read(arguments).entrySet()) {
            String value = argument.getValue();
            if (value.startsWith("@")) {
                String text = request.options().get(value);
                if (text == null) {
                    throw ODataCode.QUERY_SYNTAX.fault("The parameter " + Shown.of(value) + " is given nowhere.");
                }
                given.set(argument.getKey(), node(text.strip()));
            } else {
                given.put(argument.getKey(), value);
            }
        }
        return given;
    }

    private static JsonNode node(String text) {
        if (text.length() > 1 && text.startsWith("'") && text.endsWith("'")) {
            return JsonNodeFactory.instance.stringNode(
                    text.substring(1, text.length() - 1).replace("''", "'"));
        }
        if (!text.startsWith("[") && !text.startsWith("{") && !text.startsWith("\"")) {
            return JsonNodeFactory.instance.stringNode(text);
        }
        try {
            return LENIENT.readTree(text);
        } catch (JacksonException e) {
            throw new OrganizationServiceFault(
                    ODataCode.QUERY_SYNTAX.code(), "A parameter in the address is no valid JSON.", e);
        }
    }

    private void write(ObjectNode body, OrganizationResponse response) {
        response.results().forEach((name, value) -> body.set(name, json(value)));
    }

    private JsonNode json(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> {
                ArrayNode array = ApiAnswer.JSON.createArrayNode();
                list.forEach(each -> array.add(json(each)));
                yield array;
            }
            case EntityReference reference -> {
                EntityMetadata entity = scope.model().entity(reference.logicalName());
                yield ApiAnswer.JSON
                        .createObjectNode()
                        .put("@odata.type", TYPE + entity.logicalName())
                        .put(entity.primaryIdAttribute(), reference.id().toString());
            }
            case Entity record -> record(record);
            case Map<?, ?> counts -> {
                ObjectNode node = ApiAnswer.JSON.createObjectNode();
                node.set("Keys", json(List.copyOf(counts.keySet())));
                node.set("Values", json(List.copyOf(counts.values())));
                yield node.put("Count", counts.size()).put("IsReadOnly", false);
            }
            case EntityCollection records -> json(records.entities());
            case byte[] bytes ->
                JsonNodeFactory.instance.stringNode(Base64.getEncoder().encodeToString(bytes));
            case AuditDetail detail -> audit(detail);
            case AuditDetailCollection page -> {
                ObjectNode node = ApiAnswer.JSON.createObjectNode().put("MoreRecords", page.moreRecords());
                node.set("AuditDetails", json(page.auditDetails()));
                yield node;
            }
            case ExecuteMultipleResponseItem item -> {
                ObjectNode node = ApiAnswer.JSON.createObjectNode().put("RequestIndex", item.requestIndex());
                OrganizationServiceFault fault = item.fault();
                if (fault != null) {
                    node.putObject("Fault").put("ErrorCode", fault.hexCode()).put("Message", fault.getMessage());
                }
                if (item.response() != null) {
                    node.set("Response", json(item.response()));
                }
                yield node;
            }
            case OrganizationResponse response -> {
                ObjectNode node = ApiAnswer.JSON.createObjectNode().put("ResponseName", response.responseName());
                write(node, response);
                yield node;
            }
            case null, default -> PropertyValues.json(value);
        };
    }

    private ObjectNode audit(AuditDetail detail) {
        ObjectNode node = ApiAnswer.JSON.createObjectNode();
        node.put(
                "@odata.type",
                TYPE + (detail.relationshipName() == null ? "Attribute" : "Relationship") + "AuditDetail");
        if (detail.relationshipName() == null) {
            node.set("OldValue", json(detail.oldValue()));
            node.set("NewValue", json(detail.newValue()));
        } else {
            node.put("RelationshipName", detail.relationshipName());
            node.set("TargetRecords", json(detail.targetRecords()));
        }
        node.set("AuditRecord", json(detail.auditRecord()));
        return node;
    }

    private ObjectNode record(Entity record) {
        EntityMetadata entity = scope.model().entity(record.logicalName());
        // Which entity a record is of, nobody can tell from the type of the result.
        return ApiAnswer.JSON
                .createObjectNode()
                .put("@odata.type", TYPE + entity.logicalName())
                .setAll(new RecordWriter(scope.model(), request.prefer())
                        .record(
                                entity,
                                record.attributes().keySet().stream()
                                        .flatMap(name -> entity.find(name).stream())
                                        .toList(),
                                record));
    }
}
