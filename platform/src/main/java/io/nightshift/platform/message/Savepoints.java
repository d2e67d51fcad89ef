package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;

/** Requests of which nothing remains when they fail, while the transaction they are part of goes on. */
final class Savepoints {

    private Savepoints() {}

    /** Carries out a request; what it throws is a fault, after everything it did was taken back. */
    static OrganizationResponse within(RequestContext context, OrganizationRequest request) {
        return within(context, request, () -> context.execute(request));
    }

    /** Work that belongs to a request. */
    static OrganizationResponse within(
            RequestContext context, OrganizationRequest request, Supplier<OrganizationResponse> work) {
        try {
            return within(context.connection(), work);
        } catch (RuntimeException | SQLException e) {
            throw Faults.of(request, e);
        }
    }

    static OrganizationResponse within(Connection connection, Supplier<OrganizationResponse> work) throws SQLException {
        Savepoint before = connection.setSavepoint();
        boolean done = false;
        try {
            OrganizationResponse response = work.get();
            done = true;
            return response;
        } finally {
            if (!done) {
                connection.rollback(before);
            }
            connection.releaseSavepoint(before);
        }
    }
}
