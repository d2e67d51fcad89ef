package io.nightshift.platform.workflow;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;

/** An error that a definition raises, or that a wait raises when its time is over. */
final class RaisedError extends OrganizationServiceFault {

    /** The type of the DSL for a time-out. */
    static final String TIMEOUT = "https://serverlessworkflow.io/spec/1.0.0/errors/timeout";

    private static final long serialVersionUID = 1L;

    private final String type;

    RaisedError(String type, String message) {
        super(FaultCode.ISV_ABORTED.code(), message);
        this.type = type;
    }

    String type() {
        return type;
    }
}
