package io.nightshift.operation;

/**
 * Why an operation is Suspended, or on its way there (Pausing). Dynamics shows all of them as "Waiting"; a person needs
 * to know which it is.
 */
public enum Cause {
    /** It failed with an error that passes; runs again at PostponeUntil. */
    RETRY(1, "Retry"),
    /** A user, or the caller at enqueue, set a later date; runs at PostponeUntil. */
    POSTPONED(2, "Postponed"),
    /** A user paused it; only a user resumes it. */
    PAUSED(3, "Paused"),
    /** Its handler waits for an event. */
    EVENT(4, "Event"),
    /** It failed with an error that a person must look at; only a user resumes it. */
    PERSON(5, "Person"),
    /** Its handler saved a checkpoint and gave its slot back; runs on at PostponeUntil. */
    CHECKPOINT(6, "Checkpoint"),
    /** It is the parent of a recurring series; PostponeUntil is the next occurrence. Never claimed itself. */
    SERIES(7, "Series");

    private final int code;
    private final String label;

    Cause(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number in the database. */
    public int code() {
        return code;
    }

    /** The word shown to people and written to JSON. */
    public String label() {
        return label;
    }

    /** The cause with this number. */
    public static Cause of(int code) {
        for (Cause cause : values()) {
            if (cause.code == code) {
                return cause;
            }
        }
        throw new IllegalArgumentException("There is no cause " + code);
    }
}
