package io.nightshift.operation;

/** The status reason of an operation; each belongs to one {@link StateCode}. The numbers are those of Dynamics. */
public enum StatusCode {
    WAITING_FOR_RESOURCES(0, StateCode.READY, "Waiting For Resources"),
    WAITING(10, StateCode.SUSPENDED, "Waiting"),
    IN_PROGRESS(20, StateCode.LOCKED, "In Progress"),
    PAUSING(21, StateCode.LOCKED, "Pausing"),
    CANCELING(22, StateCode.LOCKED, "Canceling"),
    SUCCEEDED(30, StateCode.COMPLETED, "Succeeded"),
    FAILED(31, StateCode.COMPLETED, "Failed"),
    CANCELED(32, StateCode.COMPLETED, "Canceled");

    private final int code;
    private final StateCode state;
    private final String label;

    StatusCode(int code, StateCode state, String label) {
        this.code = code;
        this.state = state;
        this.label = label;
    }

    /** The number on the wire and in the database. */
    public int code() {
        return code;
    }

    /** The state this status belongs to. */
    public StateCode state() {
        return state;
    }

    /** The words shown to people. */
    public String label() {
        return label;
    }

    /** Whether an operation with this status has ended for good. */
    public boolean isFinal() {
        return state == StateCode.COMPLETED;
    }

    /** The status a caller means who names only the state (dynamics-facts 1.1). */
    public static StatusCode defaultOf(StateCode state) {
        return switch (state) {
            case READY -> WAITING_FOR_RESOURCES;
            case SUSPENDED -> WAITING;
            case LOCKED -> IN_PROGRESS;
            case COMPLETED -> SUCCEEDED;
        };
    }

    /** The status with this number. */
    public static StatusCode of(int code) {
        for (StatusCode status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw ErrorCode.INVALID_STATE_CODE_STATUS_CODE.fault("There is no status " + code
                + "; the statuses are 0, 10, 20, 21, 22, 30, 31 and 32 (see docs/lifecycle.md).");
    }
}
