package io.nightshift.platform.record;

import io.nightshift.execution.OperationContext;
import java.sql.Connection;
import java.sql.SQLException;

/** Gives operations that the platform runs the contexts of their requests, as the operation's owner. */
@FunctionalInterface
public interface OperationRequests {

    /** The context of a request in the transaction of this connection; what it leads to names the operation. */
    RequestContext of(Connection connection, OperationContext operation) throws SQLException;
}
