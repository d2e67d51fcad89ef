package io.nightshift.platform.operation;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/**
 * Carries out the request of an ExecuteAsync as the owner of the operation, in the transaction that ends the operation: what
 * the request does and that it is done commit together, so that it happens once, whatever dies.
 *
 * <p>A merge is a statement for each relationship and stays in that one transaction however many rows go over: in parts it
 * would show two records half merged to everybody in between, and a fault in a later part could not take the earlier ones
 * back.
 */
public final class ExecuteAsyncHandler implements OperationHandler {

    /** Makes the request context of an operation, on the connection of its transaction. */
    @FunctionalInterface
    public interface Requests {
        /** As the operation's owner. */
        RequestContext of(Connection connection, OperationContext operation) throws SQLException;
    }

    private final Requests requests;

    /** A handler whose requests are made so. */
    public ExecuteAsyncHandler(Requests requests) {
        this.requests = requests;
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        String data = operation.data();
        if (data == null) {
            throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault("The operation has no request to carry out.");
        }
        OrganizationRequest request = StoredRequest.read(data);
        if (!ExecuteAsyncMessage.MESSAGES.contains(request.requestName())) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The operation carries a message that ExecuteAsync does not.");
        }
        return operation.transaction(connection -> {
            try {
                RequestContext context = requests.of(connection, operation);
                return Outcome.succeeded(StoredRequest.result(context.execute(request)));
            } catch (OrganizationServiceFault fault) {
                throw new ServiceFault(fault.errorCode(), String.valueOf(fault.getMessage()), null, fault);
            } catch (DataAccessException e) {
                throw OrganizationDatabase.sqlException(e);
            }
        });
    }
}
