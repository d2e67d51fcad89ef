package io.nightshift.operation;

/** A change of state that somebody asks for. {@link Lifecycle} says what it leads to from each {@link Standing}. */
public enum Move {
    /** A node takes a Ready operation. */
    CLAIM(Who.PLATFORM),
    /** The handler ended well. */
    SUCCEED(Who.PLATFORM),
    /** The handler ended in a final error. */
    FAIL(Who.PLATFORM),
    /** The handler itself ended as canceled. */
    STOP(Who.PLATFORM),
    /** An error that passes: run again after a wait. */
    RETRY(Who.PLATFORM),
    /** An error that a person must look at. */
    SUSPEND(Who.PLATFORM),
    /** The handler waits for an event. */
    AWAIT(Who.PLATFORM),
    /** The handler saved a checkpoint and gives its slot back. */
    CHECKPOINT(Who.PLATFORM),
    /** A node gives an operation back: drain, give-back, self-fence, or a handler that obeyed a pause or a cancel. */
    RELEASE(Who.PLATFORM),
    /** Another node takes back what a dead node held. */
    RESCUE(Who.PLATFORM),
    /** PostponeUntil has passed. */
    WAKE(Who.PLATFORM),
    /** The event a handler waits for has come. */
    SIGNAL(Who.PLATFORM),
    /** A series makes its next occurrence. */
    RECUR(Who.PLATFORM),
    /** A series has no further occurrence. */
    END_SERIES(Who.PLATFORM),
    PAUSE(Who.USER),
    POSTPONE(Who.USER),
    RESUME(Who.USER),
    CANCEL(Who.USER),
    /** A series makes an extra occurrence. */
    RUN_NOW(Who.USER),
    EDIT_RECURRENCE(Who.USER),
    DELETE(Who.USER);

    /** Who may ask for a move. */
    public enum Who {
        PLATFORM,
        USER
    }

    private final Who who;

    Move(Who who) {
        this.who = who;
    }

    public Who who() {
        return who;
    }

    /** The word for people: {@code run now}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
