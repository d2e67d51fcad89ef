package io.nightshift.platform.event;

import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.json.ValueReader;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.PluginExecutionContext;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An execution context as JSON: what the operation of an asynchronous step carries and what a webhook is sent. The names
 * are those of Dynamics; collections of named values are objects.
 */
public final class ContextJson {

    private ContextJson() {}

    /** The context as a document. */
    public static ObjectNode write(PluginExecutionContext context) {
        ObjectNode json = ValueJson.object()
                .put("MessageName", context.messageName())
                .put("PrimaryEntityName", context.primaryEntityName())
                .put("Stage", context.stage().value())
                .put("Mode", context.mode().value())
                .put("Depth", context.depth())
                .put("IsInTransaction", context.isInTransaction());
        put(json, "PrimaryEntityId", context.primaryEntityId());
        put(json, "UserId", context.userId());
        put(json, "InitiatingUserId", context.initiatingUserId());
        put(json, "BusinessUnitId", context.businessUnitId());
        put(json, "OrganizationId", context.organizationId());
        json.put("OrganizationName", context.organizationName());
        put(json, "CorrelationId", context.correlationId());
        put(json, "RequestId", context.requestId());
        put(json, "OperationId", context.operationId());
        Instant createdOn = context.operationCreatedOn();
        if (createdOn != null) {
            json.put("OperationCreatedOn", createdOn.toString());
        }
        EntityReference extension = context.owningExtension();
        if (extension != null) {
            json.set("OwningExtension", ValueJson.write(extension));
        }
        json.set("InputParameters", ValueJson.write(context.inputParameters()));
        json.set("OutputParameters", ValueJson.write(context.outputParameters()));
        json.set("SharedVariables", ValueJson.write(context.sharedVariables()));
        json.set("PreEntityImages", ValueJson.write(context.preEntityImages()));
        json.set("PostEntityImages", ValueJson.write(context.postEntityImages()));
        PluginExecutionContext parent = context.parentContext();
        if (parent != null) {
            json.set("ParentContext", write(parent));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable UUID id) {
        if (id != null) {
            json.put(name, id.toString());
        }
    }

    /**
     * The context in a document.
     *
     * @throws IllegalArgumentException when something is missing or of no form that is known
     */
    static EventContext read(JsonNode json) {
        JsonNode extension = json.get("OwningExtension");
        JsonNode parent = json.get("ParentContext");
        return new EventContext(
                stage(json.path("Stage").asInt(0)),
                json.path("Mode").asInt(0) == Mode.ASYNCHRONOUS.value() ? Mode.ASYNCHRONOUS : Mode.SYNCHRONOUS,
                json.path("MessageName").asString(""),
                json.path("PrimaryEntityName").asString(""),
                id(json, "PrimaryEntityId"),
                ValueReader.map(json.get("InputParameters")),
                ValueReader.map(json.get("OutputParameters")),
                ValueReader.map(json.get("SharedVariables")),
                images(json.get("PreEntityImages")),
                images(json.get("PostEntityImages")),
                needed(json, "UserId"),
                needed(json, "InitiatingUserId"),
                needed(json, "BusinessUnitId"),
                needed(json, "OrganizationId"),
                json.path("OrganizationName").asString(""),
                needed(json, "CorrelationId"),
                json.path("Depth").asInt(1),
                id(json, "RequestId"),
                id(json, "OperationId"),
                json.has("OperationCreatedOn")
                        ? Instant.parse(json.path("OperationCreatedOn").asString())
                        : null,
                json.path("IsInTransaction").asBoolean(false),
                extension == null ? null : (EntityReference) ValueReader.value(extension),
                parent == null ? null : read(parent));
    }

    private static Map<String, Entity> images(@Nullable JsonNode json) {
        Map<String, Entity> images = new LinkedHashMap<>();
        if (json != null) {
            json.properties().forEach(image -> images.put(image.getKey(), ValueReader.entity(image.getValue())));
        }
        return images;
    }

    private static Stage stage(int value) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.value() == value)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no stage " + value + "."));
    }

    private static @Nullable UUID id(JsonNode json, String name) {
        return json.has(name) ? UUID.fromString(json.path(name).asString()) : null;
    }

    private static UUID needed(JsonNode json, String name) {
        UUID id = id(json, name);
        if (id == null) {
            throw new IllegalArgumentException("The execution context has no " + name + ".");
        }
        return id;
    }
}
