package io.nightshift.sdk;

/** What an update or delete does with the row version that its target carries (dynamics: ConcurrencyBehavior). */
public enum ConcurrencyBehavior {
    /** Compares row versions when the target carries one that must match; today the same as {@link #ALWAYS_OVERWRITE}. */
    DEFAULT,
    /** Refuses with 0x80060882 when the record has changed since; with 0x80060883 when the target has no row version. */
    IF_ROW_VERSION_MATCHES,
    /** Ignores the row version. */
    ALWAYS_OVERWRITE
}
