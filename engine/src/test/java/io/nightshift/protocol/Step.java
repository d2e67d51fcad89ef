package io.nightshift.protocol;

/**
 * The kinds of steps. Those above the line help the work along; taking the first of them that is possible, again and
 * again, must bring every state to rest with nothing left behind. Those below are faults and free choices.
 */
enum Step {
    TRANSACTION_COMMITS("the database commits the transaction of operation %2$s"),
    USER_COMMITS("the user's move of operation %2$s commits"),
    PROMOTION_COMMITS("node %1$s commits its promotion"),
    PROMOTION_LOOKS_AGAIN("node %1$s looks whether somebody is in tow in the lane that it gives"),
    PROMOTION_WRITES("node %1$s gives the slot it found free, or is refused"),
    PROMOTION_LOOKS("node %1$s looks at the gate whose notes it took"),
    ENQUEUE_COMMITS("the enqueue of operation %2$s commits"),
    CONTINUE("node %1$s goes on after a stop"),
    RESTART("node %1$s starts anew"),
    RENEW_LATE("node %1$s renews its lease just in time"),
    FOUND_DEAD("node %1$s finds that it was declared dead, and starts anew"),
    SELF_FENCE("node %1$s sees that its lease has ended and drops what it holds"),
    RELEASE("node %1$s releases operation %2$s"),
    RELEASE_UNKNOWN("node %1$s releases operation %2$s, which it holds without knowing"),
    RECORD("node %1$s records how operation %2$s ended"),
    LOOK("node %1$s looks what became of the commit for operation %2$s"),
    EFFECT("node %1$s commits the work of operation %2$s by itself"),
    SEND("node %1$s sends the commit for operation %2$s"),
    END("node %1$s: the handler of operation %2$s ends well"),
    START("node %1$s starts the handler of operation %2$s"),
    CLAIM_RUN("node %1$s claims a run of its lane from operation %2$s on"),
    CLAIM("node %1$s claims operation %2$s"),
    TAKE_NOTES("node %1$s takes the notes of gate %2$s"),
    WAKE("the time wakes operation %2$s"),
    LEASE_OVER("node %1$s has seen the beat of row %2$s unchanged for a whole lease"),
    DECLARE_DEAD("node %1$s declares row %2$s dead"),
    CLEAR("node %1$s sees that the dead row %2$s holds nothing, and clears it"),
    RESCUE("node %1$s rescues operation %2$s"),
    // ------------------------------------------------------------------------------------------------------------
    END_TO_RETRY("node %1$s: the handler of operation %2$s ends with an error that passes"),
    OBEY("node %1$s: the handler of operation %2$s stops because it was asked to"),
    ENQUEUE("the enqueue of operation %2$s begins"),
    USER_PAUSES("a user begins to pause operation %2$s"),
    USER_POSTPONES("a user begins to postpone operation %2$s"),
    USER_RESUMES("a user begins to resume operation %2$s"),
    USER_CANCELS("a user begins to cancel operation %2$s"),
    USER_GIVES_UP("the user's move of operation %2$s rolls back"),
    TRANSACTION_ABORTS("the transaction of operation %2$s rolls back"),
    CLAIM_UNANSWERED("node %1$s claims operation %2$s and the answer is lost"),
    LOSE_CONNECTION("node %1$s loses the connection while the commit for operation %2$s is under way"),
    LEASE_LAPSES("node %1$s cannot renew until its lease is over, and drops what it holds"),
    STOP("node %1$s is stopped"),
    TIME_PASSES("the lease of node %1$s ends while it is stopped"),
    CRASH("node %1$s crashes");

    private final String text;

    Step(String text) {
        this.text = text;
    }

    boolean helps() {
        return ordinal() < END_TO_RETRY.ordinal();
    }

    String told(int node, int subject) {
        return String.format(text, (char) ('A' + node), subject);
    }
}
