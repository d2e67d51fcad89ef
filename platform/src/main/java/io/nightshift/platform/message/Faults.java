package io.nightshift.platform.message;

import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers are told of a request that failed. */
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** The fault that an exception means; one that nobody foresaw stays what it is. */
    static OrganizationServiceFault of(OrganizationRequest request, Exception e) {
        return switch (e) {
            case OrganizationServiceFault fault -> fault;
            case ServiceFault refusal ->
                new OrganizationServiceFault(refusal.errorCode(), String.valueOf(refusal.getMessage()), refusal);
            case DataAccessException sql -> refused(request, OrganizationDatabase.sqlException(sql));
            case SQLException sql -> refused(request, sql);
            case RuntimeException other -> throw other;
            default -> throw new IllegalStateException(e);
        };
    }

    /** What PostgreSQL refused is told by its code alone: its message may quote values of records. */
    private static OrganizationServiceFault refused(OrganizationRequest request, SQLException e) {
        LOG.debug("PostgreSQL refused {}", request.requestName(), e);
        return new OrganizationServiceFault(
                FaultCode.UNEXPECTED.code(),
                "PostgreSQL refused the message " + request.requestName() + " with the state " + e.getSQLState()
                        + "; nothing of it was written.",
                e);
    }
}
