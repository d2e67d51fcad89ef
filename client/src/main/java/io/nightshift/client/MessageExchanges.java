package io.nightshift.client;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.fetch.FetchXmlWriter;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every other message: a function or an action, as the server describes it. Thread-safe. */
final class MessageExchanges {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** They come to the same when they are carried out twice. */
    private static final Set<String> REPEATABLE =
            Set.of("UploadBlock", "InitializeFileBlocksDownload", "DownloadBlock");

    private final Signatures signatures;
    private final RecordJson records;

    MessageExchanges(Signatures signatures, RecordJson records) {
        this.signatures = signatures;
        this.records = records;
    }

    Exchange.Single of(OrganizationRequest request) {
        Signatures.Signature signature = signatures.of(request.requestName());
        if (signature == null) {
            throw FaultCode.NOT_SUPPORTED.fault("The server offers no message " + request.requestName()
                    + " over the Web API. Definitions are read and" + " changed at EntityDefinitions, by webApi().");
        }
        Map<String, @Nullable Object> parameters = onWire(request);
        String bound = bound(signature, parameters);
        String address = bound.isEmpty() ? signature.name() : bound + "/" + signature.name();
        Call call;
        if (signature.function()) {
            call = Call.get(address + inAddress(parameters));
        } else {
            ObjectNode body = NODES.objectNode();
            set(body, parameters);
            call = Call.json("POST", address, body);
        }
        return new Exchange.Single(
                REPEATABLE.contains(request.requestName()) ? call.again() : call,
                answer -> response(request.requestName(), signature, answer));
    }

    /** The results of a message that was carried out before. */
    OrganizationResponse results(String message, Answer answer) {
        Signatures.Signature signature = signatures.of(message);
        return signature == null
                ? MessageResults.ofRecords(message, answer.json())
                : response(message, signature, answer);
    }

    private OrganizationResponse response(String message, Signatures.Signature signature, Answer answer) {
        OrganizationResponse response = new OrganizationResponse(message);
        JsonNode body = answer.json();
        signature.results().forEach((name, type) -> {
            JsonNode value = body.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                response.set(MessageResults.inMessage(message, name), MessageResults.read(type, value, records));
            }
        });
        return MessageResults.typed(response);
    }

    /** Merge names on the wire the record that it takes in; in the message only its id. */
    private static Map<String, @Nullable Object> onWire(OrganizationRequest request) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>(request.parameters());
        parameters.keySet().removeIf(OptionalParameters::has);
        if (request.requestName().equals(MergeRequest.NAME) && parameters.remove("SubordinateId") instanceof UUID id) {
            EntityReference target = request.required("Target", EntityReference.class);
            parameters.put("Subordinate", new EntityReference(target.logicalName(), id));
        }
        return parameters;
    }

    /**
     * The address of what a message is bound to: the set of its records, or the record that a parameter names, which is
     * taken out. That is {@code Target}, the name of the entity's id, or {@code Id}.
     */
    private String bound(Signatures.Signature signature, Map<String, @Nullable Object> parameters) {
        String to = signature.boundTo();
        if (to == null) {
            return "";
        }
        if (to.equals(Signatures.ANY_SET)) {
            return records.definitions().set(entityOf(signature, parameters.get("Targets")));
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(Set.of("Target", to + "id", "Id"));
        for (String name : Set.copyOf(parameters.keySet())) {
            if (names.contains(name) && !signature.parameters().containsKey(name)) {
                Object value = parameters.remove(name);
                if (value instanceof UUID id) {
                    return records.address(to, id);
                }
                if (value instanceof EntityReference reference
                        && reference.logicalName().equals(to)) {
                    return records.address(to, reference.id());
                }
            }
        }
        throw FaultCode.INVALID_ARGUMENT.fault(
                "The message " + signature.name() + " is for a record of " + to + ": give it as the parameter Target.");
    }

    private static String entityOf(Signatures.Signature signature, @Nullable Object targets) {
        if (targets instanceof EntityCollection collection) {
            return collection.entityName();
        }
        if (targets instanceof Iterable<?> list
                && list.iterator().hasNext()
                && list.iterator().next() instanceof EntityReference first) {
            return first.logicalName();
        }
        throw FaultCode.INVALID_ARGUMENT.fault(
                "The message " + signature.name() + " is for records: give them as the parameter Targets.");
    }

    private String inAddress(Map<String, @Nullable Object> parameters) {
        StringJoiner names = new StringJoiner(",", "(", ")");
        StringJoiner values = new StringJoiner("&", "?", "").setEmptyValue("");
        int number = 0;
        for (Map.Entry<String, @Nullable Object> parameter : parameters.entrySet()) {
            if (parameter.getValue() == null) {
                continue;
            }
            String alias = "@p" + ++number;
            JsonNode value = json(parameter.getValue());
            names.add(parameter.getKey() + "=" + alias);
            boolean text = parameter.getValue() instanceof String;
            values.add(alias + "="
                    + RecordJson.encoded(
                            text
                                    ? "'" + value.asString().replace("'", "''") + "'"
                                    : value.isString() ? value.asString() : WebApi.JSON.writeValueAsString(value)));
        }
        return names.toString() + values;
    }

    /** A parameter without a value is one that is not given. */
    private void set(ObjectNode body, Map<String, @Nullable Object> parameters) {
        parameters.forEach((name, value) -> {
            if (value != null) {
                body.set(name, json(value));
            }
        });
    }

    /** A value of a parameter; what it is, its class says. */
    private JsonNode json(@Nullable Object value) {
        return switch (value) {
            case Entity entity -> records.parameter(entity);
            case EntityReference reference ->
                NODES.objectNode()
                        .put("@odata.type", "Microsoft.Dynamics.CRM." + reference.logicalName())
                        .put(
                                records.definitions()
                                        .entity(reference.logicalName())
                                        .primaryId(),
                                reference.id().toString());
            case EntityCollection collection -> json(collection.entities());
            case Relationship relationship -> NODES.stringNode(relationship.schemaName());
            case QueryBase query ->
                NODES.objectNode().put("Query", FetchXmlWriter.write(query).query());
            case PagingInfo page ->
                NODES.objectNode()
                        .put("PageNumber", page.pageNumber())
                        .put("Count", page.count())
                        .put("ReturnTotalRecordCount", page.returnTotalRecordCount())
                        .put("PagingCookie", page.pagingCookie());
            case ExecuteMultipleSettings settings ->
                NODES.objectNode()
                        .put("ContinueOnError", settings.continueOnError())
                        .put("ReturnResponses", settings.returnResponses());
            case OrganizationRequest request -> {
                ObjectNode node = NODES.objectNode().put("RequestName", request.requestName());
                set(node, onWire(request));
                yield node;
            }
            case Iterable<?> several -> {
                ArrayNode array = NODES.arrayNode();
                several.forEach(each -> array.add(json(each)));
                yield array;
            }
            case null, default -> RecordJson.json(value);
        };
    }
}
