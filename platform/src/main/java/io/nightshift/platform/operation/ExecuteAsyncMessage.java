package io.nightshift.platform.operation;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.Privilege;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteAsyncResponse;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jooq.exception.DataAccessException;

/**
 * Has one of three messages carried out by an operation (seed execute-async). What can be known at once is refused at once:
 * a message that may not be carried out so, one that this service does not have, a parameter that cannot be kept.
 */
final class ExecuteAsyncMessage implements Message {

    /** The messages that may be carried out so, and no others. */
    static final Set<String> MESSAGES = Set.of("ImportSolution", "DeleteAndPromote", "Merge");

    /** Of those that carry one out, one at a time runs in each organization. */
    static final String LIMIT_KEY = "nightshift.ExecuteAsync";

    private final OperationQueue queue;
    private final Predicate<String> registered;

    /**
     * The message.
     *
     * @param registered whether there is a message of a name
     */
    ExecuteAsyncMessage(OperationQueue queue, Predicate<String> registered) {
        this.queue = queue;
        this.registered = registered;
    }

    @Override
    public String name() {
        return ExecuteAsyncRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        context.access().require(Privilege.EXECUTE_ASYNC);
        OrganizationRequest inner = request.required("Request", OrganizationRequest.class);
        String message = inner.requestName();
        if (!MESSAGES.contains(message)) {
            throw FaultCode.INVALID_ARGUMENT.fault("ExecuteAsync carries out " + new TreeSet<>(MESSAGES)
                    + " and no other message; send the request by itself.");
        }
        if (!registered.test(message)) {
            throw FaultCode.NOT_SUPPORTED.fault("The message " + message + " is not supported yet.");
        }
        Operation operation = Operation.of(OperationType.EXECUTE_ASYNC_REQUEST)
                .message(name())
                .name(message)
                .organization(context.organization().name())
                .owner(context.userId())
                .parent(context.origin().operationId())
                .correlation(context.origin().correlationId(), context.origin().depth())
                .limit(LIMIT_KEY, 1)
                .data(StoredRequest.write(inner, context));
        if (inner.get("Target") instanceof EntityReference target) {
            operation = operation.regarding(target.logicalName(), target.id());
        }
        return new ExecuteAsyncResponse(enqueue(context, operation));
    }

    private UUID enqueue(RequestContext context, Operation operation) {
        try {
            return queue.enqueue(context.connection(), operation);
        } catch (ServiceFault e) {
            throw new OrganizationServiceFault(e.errorCode(), String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            throw new DataAccessException("The operation cannot be enqueued.", e);
        }
    }
}
