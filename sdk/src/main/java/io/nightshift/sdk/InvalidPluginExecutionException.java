package io.nightshift.sdk;

/**
 * What a plug-in throws to end its step on purpose: a synchronous step undoes the request and shows the message to the
 * caller, an asynchronous one ends its operation as the status says.
 */
public class InvalidPluginExecutionException extends OrganizationServiceFault {

    private static final long serialVersionUID = 1L;

    private final OperationStatus status;
    private final int subErrorCode;

    /** The step failed. */
    public InvalidPluginExecutionException(String message) {
        this(OperationStatus.FAILED, 0, message);
    }

    /** The step ends like this, with an error code of the plug-in's own. */
    public InvalidPluginExecutionException(OperationStatus status, int subErrorCode, String message) {
        super(FaultCode.ISV_ABORTED.code(), message);
        this.status = status;
        this.subErrorCode = subErrorCode;
    }

    /** How the operation is to end. */
    public OperationStatus status() {
        return status;
    }

    /** The plug-in's own error code; 0 when it has none. */
    public int subErrorCode() {
        return subErrorCode;
    }
}
