package io.nightshift.protocol;

/** Mistakes that can be planted in the protocol; the checker must find each of them. */
enum Mistake {
    /** A result is recorded when the operation is Locked, whoever claimed it. */
    NO_FENCING("which it no longer holds"),
    /** A node claims without looking whether it has been declared dead. */
    CLAIM_BY_A_DEAD_NODE("for ever"),
    /** A node is declared dead as soon as another has seen its beat once. */
    RESCUE_WITHOUT_WATCHING_THE_LEASE("which it no longer holds"),
    /** A node is declared dead although its beat is no longer the one that was watched. */
    DECLARED_DEAD_WHATEVER_THE_BEAT("which it no longer holds"),
    /** A node whose lease has ended goes on with its handlers. */
    NO_SELF_FENCE("which it no longer holds"),
    /** A node that fences itself gives its row up before its handlers have stopped, so that others take over at once. */
    ROW_GIVEN_UP_BEFORE_THE_HANDLERS_STOP("which it no longer holds"),
    /** After a stop, what was claimed before it is started without a look at the clock. */
    START_AFTER_THE_LEASE("which it no longer holds"),
    /** The lanes are looked at before the notes are taken, so the notes may be newer than what was seen. */
    PROMOTION_FROM_A_STALE_SNAPSHOT("for ever"),
    /** A note is left only when none is visible; a promoter may be deleting the visible one. */
    NOTE_ONLY_WHEN_NONE_IS_VISIBLE("for ever"),
    /** The head of a lane is locked by somebody: it is left alone and its note is gone. */
    LOCKED_HEAD_LOSES_ITS_NOTE("for ever"),
    /** The head of a lane is locked by somebody: the one behind it is promoted. */
    LOCKED_HEAD_IS_OVERTAKEN("starts before"),
    /** Nothing in the database forbids a second holder of a lane. */
    NO_UNIQUE_SLOT("two holders"),
    /** What is Suspended keeps its slot of a limit key. */
    LIMIT_KEPT_BY_A_SUSPENDED_ONE("for ever"),
    /** Ending an operation leaves no note for its lane. */
    NO_NOTE_AT_THE_END("for ever"),
    /** A run of a lane does not stop before a member that it cannot take. */
    RUN_JUMPS_OVER_A_MEMBER("starts before"),
    /** A run takes successors of its head while one that was committed late waits with a lower number than the head. */
    RUN_LEAVES_A_LATE_ONE_BEHIND("starts before"),
    /** A run takes successors of its head while members of an earlier run with the same head are still Locked. */
    RUN_PASSES_WHAT_IS_STILL_IN_TOW("starts before"),
    /** A lane whose holder has ended counts as free, although members of his run are Locked. */
    PROMOTION_IGNORES_THOSE_IN_TOW("starts before"),
    /** A lane is given by what one snapshot shows; a run may have been claimed since. */
    PROMOTION_DOES_NOT_LOOK_AGAIN("run at the same time"),
    /** A member of a run that goes back in line leaves no note. */
    NO_NOTE_FROM_ONE_IN_TOW("for ever"),
    /** A result of a run is recorded before its predecessor's. */
    RESULT_BEFORE_ITS_PREDECESSORS("is recorded before"),
    /** The first result of a run is fenced off, and those behind it are recorded all the same. */
    RUN_GOES_ON_AFTER_A_LOST_RESULT("is recorded before"),
    /** The time wakes what is Suspended whatever the cause. */
    WAKE_WHATEVER_THE_CAUSE("was paused and is"),
    /** A user's move is worked out from what was read earlier and written without a condition. */
    MOVE_WITHOUT_A_CONDITION("which it no longer holds"),
    /** The handler's writes commit by themselves, before the completion. */
    EFFECT_COMMITS_APART("took effect twice"),
    /** A commit without a known result is taken as failed and repeated. */
    UNKNOWN_COMMIT_IS_REPEATED("took effect twice"),
    /** A commit without a known result is looked up without waiting for it to end. */
    LOOK_WITHOUT_WAITING("took effect twice"),
    /** What a node claimed and does not know of (its answer was lost) is left Locked. */
    LOST_CLAIM_IS_FORGOTTEN("for ever");

    private final String consequence;

    Mistake(String consequence) {
        this.consequence = consequence;
    }

    /** What the broken promise says, so that the mistake is not found by chance of another fault. */
    String consequence() {
        return consequence;
    }
}
