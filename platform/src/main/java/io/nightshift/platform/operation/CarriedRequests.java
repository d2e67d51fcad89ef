package io.nightshift.platform.operation;

import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HandlerOptions;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import java.sql.Connection;
import java.sql.SQLException;

/** The handlers of operations that carry out a request: that of an ExecuteAsync, in the background, or page by page. */
public final class CarriedRequests {

    /** Makes the request context of an operation, on the connection of its transaction. */
    @FunctionalInterface
    public interface Requests {
        /** As the operation's owner. */
        RequestContext of(Connection connection, OperationContext operation) throws SQLException;
    }

    private CarriedRequests() {}

    /** Registers them; before the service starts. */
    public static void handle(AsyncService service, Requests requests, Callbacks callbacks) {
        service.handle(OperationType.EXECUTE_ASYNC_REQUEST, new ExecuteAsyncHandler(requests));
        service.handle(
                ExecuteBackgroundOperationRequest.NAME,
                HandlerOptions.DEFAULT.retries(
                        BackgroundOperationHandler.retries(service.settings().retries())),
                new BackgroundOperationHandler(requests));
        service.handle(FoundMove.MESSAGE, new FoundMoveHandler(service.queue(), requests));
        service.handle(
                BackgroundOperationCallback.MESSAGE, new BackgroundOperationCallback(callbacks, service.systemJobs()));
    }
}
