package io.nightshift.operation;

/** A call over HTTP that a handler made and that was answered with a failure status. */
public final class HttpFailure extends ServiceFault {

    private static final long serialVersionUID = 1L;

    private final int httpStatus;

    /** @param httpStatus the status of the answer, 400 to 599 */
    public HttpFailure(int httpStatus, String message) {
        super(ErrorCode.NETWORK_ERROR.code(), message);
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
