package io.nightshift.operation;

/** How long the history of a completed operation is kept; the days are settings of the service. */
public enum Kept {
    SHORT(0),
    LONG(1),
    FOR_EVER(2);

    private final int code;

    Kept(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Kept of(int code) {
        return values()[code];
    }
}
