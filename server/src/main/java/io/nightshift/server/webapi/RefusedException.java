package io.nightshift.server.webapi;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.odata.Shown;

/** A request that the Web API itself refuses, with the HTTP status that says so. */
final class RefusedException extends OrganizationServiceFault {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, int code, String message) {
        super(code, message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The method cannot be used with what the address leads to. */
    static RefusedException method(String method, String what) {
        return new RefusedException(
                405,
                FaultCode.NOT_SUPPORTED.code(),
                "The HTTP method " + Shown.of(method) + " cannot be used with " + what + ".");
    }
}
