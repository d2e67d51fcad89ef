package io.nightshift.operation;

import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure with a Dynamics error code: what the service answers to a bad request, and what a handler throws
 * when a call it made was refused. {@link OutcomePolicy} decides by the code what becomes of an operation whose handler
 * threw it.
 */
public class ServiceFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errorCode;
    private final @Nullable OperationStatus operationStatus;

    public ServiceFault(int errorCode, String message) {
        this(errorCode, message, null, null);
    }

    public ServiceFault(
            int errorCode, String message, @Nullable OperationStatus operationStatus, @Nullable Throwable cause) {
        super(message, cause);
        this.errorCode = errorCode;
        this.operationStatus = operationStatus;
    }

    /**
     * What an InvalidPluginExecutionException is to Dynamics: custom code that ends its operation in the way it names
     * (dynamics-facts 8.3).
     */
    public static ServiceFault aborted(OperationStatus status, String message) {
        return new ServiceFault(ErrorCode.ISV_ABORTED.code(), message, status, null);
    }

    /** The signed 32-bit error code. */
    public int errorCode() {
        return errorCode;
    }

    /** The error code as {@code 0x80044165}. */
    public String hexCode() {
        return ErrorCode.hex(errorCode);
    }

    /** How custom code asked its operation to end, or null. */
    public @Nullable OperationStatus operationStatus() {
        return operationStatus;
    }
}
