package io.nightshift.platform.operation;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.UuidV7;
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
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Has a request carried out in the background (Dataverse: background operations; facts DV-BGOP): an operation like that of
 * ExecuteAsync, for every message that can be part of a transaction, several at a time.
 *
 * <p>Who asks for a callback gets a second operation in the same transaction. Both have a dependency token of their own, so
 * that the call follows the end of the request, however that ends and whatever dies between.
 */
final class BackgroundOperationMessage implements Message {

    /** What would only be an operation that makes another. */
    private static final Set<String> NOT_CARRIED =
            Set.of(ExecuteAsyncRequest.NAME, ExecuteBackgroundOperationRequest.NAME);

    private final OperationQueue queue;
    private final Callbacks callbacks;
    private final Predicate<String> carried;

    /**
     * The message.
     *
     * @param carried whether a message of a name can be carried out in the transaction of an operation
     */
    BackgroundOperationMessage(OperationQueue queue, Callbacks callbacks, Predicate<String> carried) {
        this.queue = queue;
        this.callbacks = callbacks;
        this.carried = carried;
    }

    @Override
    public String name() {
        return ExecuteBackgroundOperationRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        context.access().require(Privilege.EXECUTE_ASYNC);
        OrganizationRequest inner = request.required("Request", OrganizationRequest.class);
        if (NOT_CARRIED.contains(inner.requestName()) || !carried.test(inner.requestName())) {
            throw FaultCode.NOT_SUPPORTED.fault("The message " + inner.requestName()
                    + " cannot be carried out in the background; send the request by itself.");
        }
        UUID id = UuidV7.make(context.now());
        String location = Objects.requireNonNullElse(request.get("StatusUri", String.class), "") + id;
        String callback = request.get("CallbackUri", String.class);
        List<Operation> operations = new ArrayList<>();
        operations.add(operation(context, inner, id, callback));
        if (callback != null) {
            operations.add(callback(context, inner, id, callback, location));
        }
        enqueue(context, operations);
        return new OrganizationResponse(name()).set("BackgroundOperationId", id).set("Location", location);
    }

    private Operation operation(RequestContext context, OrganizationRequest inner, UUID id, @Nullable String callback) {
        Operation operation = begun(context)
                .id(id)
                .message(name())
                .name(inner.requestName())
                .parent(context.origin().operationId())
                .token(callback == null ? null : token(id))
                .data(StoredRequest.write(inner, context));
        return inner.get("Target") instanceof EntityReference target
                ? operation.regarding(target.logicalName(), target.id())
                : operation;
    }

    private Operation callback(
            RequestContext context, OrganizationRequest inner, UUID id, String callback, String location) {
        callbacks.requireAddress("The callback of a background operation", callback);
        return begun(context)
                .message(BackgroundOperationCallback.MESSAGE)
                .name("Callback of " + inner.requestName())
                .parent(id)
                .token(token(id))
                .data(new BackgroundOperationCallback.Wanted(id, callback, location).text());
    }

    private static Operation begun(RequestContext context) {
        return Operation.of(OperationType.EXECUTE_ASYNC_REQUEST)
                .organization(context.organization().name())
                .owner(context.userId())
                .correlation(context.origin().correlationId(), context.origin().depth());
    }

    private static String token(UUID id) {
        return "nightshift.background " + id;
    }

    private void enqueue(RequestContext context, List<Operation> operations) {
        try {
            queue.enqueue(context.connection(), operations);
        } catch (ServiceFault e) {
            throw new OrganizationServiceFault(e.errorCode(), String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            throw new DataAccessException("The operations cannot be enqueued.", e);
        }
    }
}
