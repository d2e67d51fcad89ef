package io.nightshift.operation;

/** The Dynamics error codes this service answers with (dynamics-facts 1.4, 5, 6.1 and 6.4). */
public enum ErrorCode {
    INVALID_STATE_CHANGE(0x80044162),
    INVALID_STATE_CHANGE_UNEXPECTED(0x80044163),
    MISSING_ID(0x80044164),
    INVALID_STATE_CHANGE_TO_COMPLETE(0x80044165),
    INVALID_STATE_CHANGE_TO_READY(0x80044166),
    INVALID_STATE_CHANGE_TO_SUSPENDED(0x80044167),
    CANNOT_UPDATE_NONRECURRING(0x80044168),
    CANNOT_UPDATE_RECURRING(0x80044169),
    CANNOT_DELETE_UNLESS_COMPLETED(0x8004416A),
    CANNOT_CANCEL(0x80044F00),
    CANNOT_PAUSE(0x80044F01),
    CANNOT_DELETE_OR_CANCEL_SYSTEM_JOBS(0x80044F02),
    INVALID_STATE_CODE_STATUS_CODE(0x80048408),
    INVALID_ARGUMENT(0x80040203),
    SQL_ERROR(0x80040216),
    OBJECT_DOES_NOT_EXIST(0x80040217),
    PRIVILEGE_DENIED(0x80040220),
    DUPLICATE_RECORD(0x80040237),
    INVALID_RECURRENCE_PATTERN(0x8004E100),
    TYPE_NOT_RECOGNIZED(0x80044303),
    FAILED_TO_DESERIALIZE_DATA(0x80044304),
    NETWORK_ERROR(0x80044306),
    INFINITE_LOOP(0x80044182),
    ISV_UNEXPECTED(0x80040224),
    ISV_ABORTED(0x80040265),
    WORKFLOW_SYSTEM_PAUSED(0x80045017),
    WORKFLOW_RECORD_MISSING(0x80045031),
    SERVER_BUSY(0x8004A001),
    ORGANIZATION_DISABLED(0x8004A104),
    SCALE_GROUP_DISABLED(0x8004A107),
    EXECUTE_TIMEOUT(0x80081111),
    WORKER_THROTTLE_LIMIT(0x80081116);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** The signed 32-bit number, as Dynamics stores it in {@code errorcode}. */
    public int code() {
        return code;
    }

    /** The form shown to people and on the wire: {@code 0x80044165}. */
    public String hex() {
        return hex(code);
    }

    /** The hexadecimal form of any code, also of one that is not listed here. */
    public static String hex(int code) {
        return String.format("0x%08X", code);
    }

    /** The fault with this code; the message says what, where and what to do. */
    public ServiceFault fault(String message) {
        return new ServiceFault(code, message);
    }
}
