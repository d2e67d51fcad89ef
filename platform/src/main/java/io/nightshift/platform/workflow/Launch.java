package io.nightshift.platform.workflow;

import io.nightshift.execution.OperationContext;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Starts instances: an operation in the transaction of whoever causes it. Thread-safe. */
final class Launch {

    /** ExecuteNotOnDemandWorkflow, ExecuteUnpublishedWorkflow, ChildWorkflowNotFound of Dynamics. */
    static final int NOT_ON_DEMAND = 0x80045046;

    static final int NOT_ACTIVATED = 0x80045047;
    static final int CHILD_NOT_FOUND = 0x8004502F;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final OperationQueue queue;
    private final Activations activations;

    Launch(OperationQueue queue, Activations activations) {
        this.queue = queue;
        this.activations = activations;
    }

    /** The data of an operation. */
    record Data(UUID activation, Map<String, @Nullable Object> input) {

        static Data read(@Nullable String text) {
            try {
                JsonNode object = MAPPER.readTree(text == null ? "" : text);
                Map<String, @Nullable Object> input = new HashMap<>();
                object.path("input")
                        .properties()
                        .forEach(each -> input.put(each.getKey(), InstanceJson.value(each.getValue())));
                return new Data(UUID.fromString(object.path("workflow").asString()), input);
            } catch (JacksonException | IllegalArgumentException e) {
                throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault(
                        "The data of a workflow's operation names its activation: {\"workflow\": \"...\"}.");
            }
        }

        String write() {
            ObjectNode object = MAPPER.createObjectNode();
            object.put("workflow", activation.toString());
            if (!input.isEmpty()) {
                object.set("input", InstanceJson.value(input));
            }
            return MAPPER.writeValueAsString(object);
        }
    }

    /** An instance that an event starts, or a person; it runs as this user. */
    UUID start(RequestContext context, Activation activation, EntityReference record, UUID user) {
        return enqueue(context, operation(context, activation, record, user, Map.of()));
    }

    /** An instance that another starts. */
    UUID child(
            RequestContext context,
            OperationContext parent,
            String name,
            EntityReference record,
            Map<String, @Nullable Object> input) {
        Activation child = activations
                .current(context, name)
                .filter(each -> each.trigger().asChild())
                .orElseThrow(() -> new OrganizationServiceFault(
                        CHILD_NOT_FOUND,
                        "There is no activated workflow '" + name + "' that can be started as a child process."));
        if (!child.primaryEntity().equals(record.logicalName())) {
            throw FaultCode.INVALID_ARGUMENT.fault("The workflow '" + name + "' is one for " + child.primaryEntity()
                    + ", not for " + record.logicalName() + ".");
        }
        return enqueue(
                context,
                operation(context, child, record, context.userId(), input).parent(parent.id()));
    }

    private static Operation operation(
            RequestContext context,
            Activation activation,
            EntityReference record,
            UUID user,
            Map<String, @Nullable Object> input) {
        Operation operation = Operation.of(OperationType.WORKFLOW)
                .name(activation.name())
                .organization(context.organization().name())
                .owner(user)
                .regarding(record.logicalName(), record.id())
                .correlation(context.origin().correlationId(), context.origin().depth())
                .data(new Data(activation.id(), input).write());
        return activation.autoDelete() ? operation.kept(Kept.SHORT) : operation;
    }

    private UUID enqueue(RequestContext context, Operation operation) {
        try {
            return queue.enqueue(context.connection(), operation);
        } catch (SQLException e) {
            throw new org.jooq.exception.DataAccessException("The operation could not be enqueued", e);
        }
    }
}
