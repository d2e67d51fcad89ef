package io.nightshift.platform.operation;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.sdk.OrganizationRequest;
import java.sql.SQLException;

/**
 * Carries out the request of an ExecuteAsync as the owner of the operation, in the transaction that ends the operation: what
 * the request does and that it is done commit together, so that it happens once, whatever dies.
 *
 * <p>A merge is a statement for each relationship and stays in that one transaction however many rows go over: in parts it
 * would show two records half merged to everybody in between, and a fault in a later part could not take the earlier ones
 * back.
 */
final class ExecuteAsyncHandler implements OperationHandler {

    private final CarriedRequests.Requests requests;

    /** A handler whose requests are made so. */
    ExecuteAsyncHandler(CarriedRequests.Requests requests) {
        this.requests = requests;
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        OrganizationRequest request = StoredRequest.of(operation);
        if (!ExecuteAsyncMessage.MESSAGES.contains(request.requestName())) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The operation carries a message that ExecuteAsync does not.");
        }
        return StoredRequest.carriedOut(request, operation, requests);
    }
}
