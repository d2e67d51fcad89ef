package io.nightshift.sdk;

/** The states of an operation (Dynamics: AsyncOperationState). */
public enum AsyncOperationState {
    /** Eligible to be claimed. */
    READY(0),
    /** Waits for a time, an event or a person. */
    SUSPENDED(1),
    /** Held by exactly one node. */
    LOCKED(2),
    /** Ended; final. */
    COMPLETED(3);

    private final int value;

    AsyncOperationState(int value) {
        this.value = value;
    }

    /** The number on the wire. */
    public int value() {
        return value;
    }

    /** The state with this number; 0x80048408 when there is none. */
    public static AsyncOperationState of(int value) {
        for (AsyncOperationState state : values()) {
            if (state.value == value) {
                return state;
            }
        }
        throw FaultCode.INVALID_STATE_CODE_STATUS_CODE.fault("An operation has no state " + value + ".");
    }
}
