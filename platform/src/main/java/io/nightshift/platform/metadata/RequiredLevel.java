package io.nightshift.platform.metadata;

/** Whether an attribute must have a value (Dynamics: AttributeRequiredLevel). */
public enum RequiredLevel {
    /** It may be empty. */
    NONE("optional"),
    /** Forms recommend it; the platform does not ask for it. */
    RECOMMENDED("recommended"),
    /** Forms ask for it; the platform does not, as in Dynamics. */
    APPLICATION_REQUIRED("businessrequired"),
    /** The platform refuses a record without it, with 0x80040200. */
    SYSTEM_REQUIRED("required");

    private final String word;

    RequiredLevel(String word) {
        this.word = word;
    }

    /** The word in a definition. */
    public String word() {
        return word;
    }
}
