package io.nightshift.platform.event;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;

/** The code of a step is not there. Its operations wait until somebody has registered it again. */
public final class NotThereException extends OrganizationServiceFault {

    private static final long serialVersionUID = 1L;

    /** @param message what is missing and what to do */
    public NotThereException(FaultCode code, String message) {
        super(code.code(), message);
    }
}
