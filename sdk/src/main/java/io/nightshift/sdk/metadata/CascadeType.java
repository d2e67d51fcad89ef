package io.nightshift.sdk.metadata;

/** What happens to the records that refer to one, when something happens to it (Dynamics: CascadeType). */
public enum CascadeType {
    /** Nothing. */
    NO_CASCADE,
    /** The same happens to all of them. */
    CASCADE,
    /** The same happens to those in state 0. */
    ACTIVE,
    /** The same happens to those with the owner that it had. */
    USER_OWNED,
    /** They forget it. Only for delete. */
    REMOVE_LINK,
    /** As long as there are any, it is refused. Only for delete. */
    RESTRICT
}
