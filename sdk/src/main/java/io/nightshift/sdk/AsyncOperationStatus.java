package io.nightshift.sdk;

/** The status reasons of an operation (Dynamics: asyncoperation_statuscode). */
public enum AsyncOperationStatus {
    /** Will be claimed as soon as there is room. */
    WAITING_FOR_RESOURCES(0, AsyncOperationState.READY),
    /** Suspended; explain says for what. */
    WAITING(10, AsyncOperationState.SUSPENDED),
    /** Its handler runs. */
    IN_PROGRESS(20, AsyncOperationState.LOCKED),
    /** Its handler runs until its next checkpoint, then it is suspended. */
    PAUSING(21, AsyncOperationState.LOCKED),
    /** Its handler runs until its next checkpoint, then it is canceled. */
    CANCELING(22, AsyncOperationState.LOCKED),
    /** Did what it was for. */
    SUCCEEDED(30, AsyncOperationState.COMPLETED),
    /** Ended with an error. */
    FAILED(31, AsyncOperationState.COMPLETED),
    /** Ended because somebody wanted it to. */
    CANCELED(32, AsyncOperationState.COMPLETED);

    private final int value;
    private final AsyncOperationState state;

    AsyncOperationStatus(int value, AsyncOperationState state) {
        this.value = value;
        this.state = state;
    }

    /** The number on the wire. */
    public int value() {
        return value;
    }

    /** The state it belongs to. */
    public AsyncOperationState state() {
        return state;
    }

    /** The status reason with this number; 0x80048408 when there is none. */
    public static AsyncOperationStatus of(int value) {
        for (AsyncOperationStatus status : values()) {
            if (status.value == value) {
                return status;
            }
        }
        throw FaultCode.INVALID_STATE_CODE_STATUS_CODE.fault("An operation has no status reason " + value + ".");
    }
}
