package io.nightshift.server.configuration;

/** What a process does, so that parts can run apart from each other on one database. */
public enum Role {
    /** Answers the API. Health and metrics are answered by every process. */
    WEB,
    /** Runs handlers. Such a node also does its share of the chores. */
    ASYNC,
    /** Does the chores (waking, rescue, recurrence, retention), also without running a handler. */
    MAINTENANCE
}
