package io.nightshift.chaos;

/** How an operation of the storm works; each is a message of its own with its own bucket. */
enum Kind {
    /** Ends through the operation's own transaction. */
    TRANSACTION(true, 0),
    /** Is refused by an outside service at its first try, is tried again, and then ends as TRANSACTION does. */
    RETRYING(true, 0),
    /** Commits two steps, each with its checkpoint, gives its slot back in between, and then ends as TRANSACTION does. */
    STEPWISE(true, 2),
    /** Ends with a plain outcome, which the node records together with others. */
    PLAIN(false, 0),
    /** As PLAIN, but in a moment; one of twenty is tried again first. */
    SWIFT(false, 0),
    /** As TRANSACTION, but in a moment; one of twenty is tried again first. */
    SWIFT_TRANSACTION(true, 0),
    /** As PLAIN, but deaf to every request to stop. */
    STUBBORN(false, 0);

    private final boolean effect;
    private final int steps;

    Kind(boolean effect, int steps) {
        this.effect = effect;
        this.steps = steps;
    }

    String message() {
        return "chaos-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether its end commits an effect. */
    boolean hasEffect() {
        return effect;
    }

    /** How many steps it commits on the way. */
    int steps() {
        return steps;
    }
}
