package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.sql.SQLException;

/** A message whose work has transactions of its own, so that it cannot be part of another's: {@link CallerService} sees to it. */
public interface StandaloneMessage extends Message {

    /**
     * Carries the request out.
     *
     * @param requests give request contexts, in which the caller's rights are asked; none is open meanwhile
     */
    OrganizationResponse alone(OrganizationRequest request, CallerService.Requests requests) throws SQLException;

    @Override
    default OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        throw FaultCode.NOT_SUPPORTED.fault(
                "The message " + name()
                        + " has a transaction of its own and cannot be part of another; send it by itself or in an ExecuteMultiple.");
    }
}
