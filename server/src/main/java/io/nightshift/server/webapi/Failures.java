package io.nightshift.server.webapi;

import io.nightshift.operation.ServiceFault;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.odata.Shown;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told of a request that failed, and what the log keeps of it: no values, and no stack for the caller. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static ApiAnswer answer(Exception failure, ApiRequest request) {
        return switch (failure) {
            case OrganizationServiceFault fault -> refused(fault, request.method(), request.path());
            case ServiceFault fault ->
                refused(
                        new OrganizationServiceFault(fault.errorCode(), String.valueOf(fault.getMessage()), fault),
                        request.method(),
                        request.path());
            case SQLException sql -> {
                LOG.warn("The database refused what {} needs: {}", request.method(), sql.toString());
                yield ApiAnswer.error(
                        503, FaultCode.UNEXPECTED.hex(), "The database does not answer as it should; try again.");
            }
            default -> {
                LOG.error("{} /{} failed", request.method(), Shown.of(request.path()), failure);
                yield ApiAnswer.error(500, FaultCode.UNEXPECTED.hex(), "The server made an error; its log says which.");
            }
        };
    }

    static ApiAnswer refused(OrganizationServiceFault fault, String method, String path) {
        int status = FaultStatus.of(fault);
        if (status >= 500) {
            LOG.warn("{} /{} failed with {}", method, Shown.of(path), fault.hexCode(), fault);
        } else {
            LOG.info("Refused {} /{} with {}", method, Shown.of(path), fault.hexCode());
        }
        return ApiAnswer.error(status, fault.hexCode(), fault.getMessage());
    }
}
