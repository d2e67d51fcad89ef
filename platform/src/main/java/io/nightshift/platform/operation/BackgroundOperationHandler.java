package io.nightshift.platform.operation;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.ServiceFault;
import io.nightshift.sdk.OrganizationRequest;
import java.sql.SQLException;

/**
 * Carries out the request of a background operation, in the transaction that ends the operation. What is worth a retry is
 * tried three times more, each after twice the wait, and then fails: who waits for an answer gets one (facts DV-BGOP).
 */
final class BackgroundOperationHandler implements OperationHandler {

    private static final int MOST_RETRIES = 3;

    private final CarriedRequests.Requests requests;

    /** A handler whose requests are made so. */
    BackgroundOperationHandler(CarriedRequests.Requests requests) {
        this.requests = requests;
    }

    /** The waits between the tries, from the first wait of the service's. */
    static RetrySchedule retries(RetrySchedule service) {
        return new RetrySchedule(service.base(), 2, MOST_RETRIES);
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        requireOurs(operation);
        OrganizationRequest request = StoredRequest.of(operation);
        try {
            return StoredRequest.carriedOut(request, operation, requests);
        } catch (ServiceFault fault) {
            return failed(operation, fault, fault.errorCode());
        } catch (SQLException e) {
            return failed(operation, e, ErrorCode.SQL_ERROR.code());
        }
    }

    private static <E extends Exception> Outcome failed(OperationContext operation, E e, int code) throws E {
        if (operation.retryCount() < MOST_RETRIES) {
            throw e;
        }
        return new Outcome.Failed(code, "It was tried " + (MOST_RETRIES + 1) + " times: " + e.getMessage());
    }

    /** Who makes an operation of a name of its choice has it carried out by handlers of that name; not by these. */
    static void requireOurs(OperationContext operation) {
        if (operation.type() != OperationType.EXECUTE_ASYNC_REQUEST) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "Operations of this message are made by the message ExecuteBackgroundOperation alone.");
        }
    }
}
