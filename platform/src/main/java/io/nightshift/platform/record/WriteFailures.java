package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/** Says in the platform's words why PostgreSQL refused a row. What is not the caller's doing stays as it is. */
final class WriteFailures {

    private static final String UNIQUE_VIOLATION = "23505";

    private WriteFailures() {}

    static void explained(RequestContext context, EntityMetadata entity, Runnable write) {
        try {
            write.run();
        } catch (DataAccessException e) {
            SQLException cause = OrganizationDatabase.sqlException(e);
            if (!UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                throw e;
            }
            String message = String.valueOf(cause.getMessage());
            for (EntityKeyMetadata key : entity.keys()) {
                // The message quotes the constraint, whatever the language of the server; its detail quotes values.
                if (message.contains('"' + RecordTable.keyIndex(entity, key) + '"')) {
                    throw new OrganizationServiceFault(
                            FaultCode.DUPLICATE_RECORD_ENTITY_KEY.code(),
                            "The key " + key.logicalName() + " of " + entity.logicalName()
                                    + " is violated: another record has the same value of "
                                    + String.join(", ", key.attributes()) + ".",
                            e);
                }
            }
            throw new OrganizationServiceFault(
                    FaultCode.DUPLICATE_RECORD.code(),
                    "A record of " + entity.logicalName() + " with this id exists already.",
                    e);
        }
    }
}
