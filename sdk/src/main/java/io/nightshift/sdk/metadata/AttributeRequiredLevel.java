package io.nightshift.sdk.metadata;

/** Whether an attribute must have a value (Dynamics: AttributeRequiredLevel). */
public enum AttributeRequiredLevel {
    /** It may be empty. */
    NONE,
    /** Forms recommend it. */
    RECOMMENDED,
    /** Forms ask for it. */
    APPLICATION_REQUIRED,
    /** The platform refuses a record without it. */
    SYSTEM_REQUIRED
}
