package io.nightshift.execution;

/** Why a running handler is asked to stop. */
public enum StopReason {
    /** A user paused or postponed the operation. */
    PAUSE,
    /** A user canceled it. */
    CANCEL,
    /** The node is stopping. */
    DRAIN,
    /** It ran longer than its deadline. */
    DEADLINE,
    /** The node lost its lease: the operation may be running elsewhere, nothing it writes counts any more. */
    LEASE_LOST
}
