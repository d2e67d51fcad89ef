package io.nightshift.platform.metadata;

/** What happens to the records that refer to one, when something happens to it (Dynamics: CascadeType). */
public enum CascadeType {
    /** Nothing. */
    NO_CASCADE("none"),
    /** The same happens to all of them. */
    CASCADE("cascade"),
    /** The same happens to those in state 0. */
    ACTIVE("active"),
    /** The same happens to those with the owner that it had. */
    USER_OWNED("userowned"),
    /** They forget it: the lookup is emptied. Only for delete. */
    REMOVE_LINK("removelink"),
    /** As long as there are any, it is refused with 0x80040227. Only for delete. */
    RESTRICT("restrict");

    private final String word;

    CascadeType(String word) {
        this.word = word;
    }

    /** The word in a definition. */
    public String word() {
        return word;
    }
}
