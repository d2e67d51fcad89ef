package io.nightshift.platform.event;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;

/** A call of a step was answered, but not with success. */
public final class HttpAnswerFault extends OrganizationServiceFault {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of the answer: anything but 200 to 299 */
    public HttpAnswerFault(int status, String message) {
        super(FaultCode.NETWORK_ERROR.code(), message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
