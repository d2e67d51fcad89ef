package io.nightshift.operation;

/** The two queues of Dynamics (dynamics-facts 6.3): each has its own share of the slots. */
public enum PriorityClass {
    /** Plug-ins and what people wait for. */
    PRIORITY(0),
    /** Everything else. */
    REGULAR(1);

    private final int code;

    PriorityClass(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static PriorityClass of(int code) {
        return code == 0 ? PRIORITY : REGULAR;
    }
}
