package io.nightshift.operation;

/** The state of an operation; the numbers are those of Dynamics (AsyncOperationState). */
public enum StateCode {
    /** Eligible to be claimed. */
    READY(0, "Ready"),
    /** Not eligible for now: waits for a time, an event or a person; {@link Cause} says which. */
    SUSPENDED(1, "Suspended"),
    /** Held by exactly one node. */
    LOCKED(2, "Locked"),
    /** Ended; final. */
    COMPLETED(3, "Completed");

    private final int code;
    private final String label;

    StateCode(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number on the wire and in the database. */
    public int code() {
        return code;
    }

    /** The word shown to people. */
    public String label() {
        return label;
    }

    /** The state with this number. */
    public static StateCode of(int code) {
        for (StateCode state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw ErrorCode.INVALID_STATE_CODE_STATUS_CODE.fault(
                "There is no state " + code + "; the states are 0 Ready, 1 Suspended, 2 Locked, 3 Completed.");
    }
}
