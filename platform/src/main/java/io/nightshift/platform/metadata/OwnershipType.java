package io.nightshift.platform.metadata;

/** Who owns the records of an entity (Dynamics: OwnershipTypes). */
public enum OwnershipType {
    /** A user or a team: {@code ownerid}. */
    USER("user"),
    /** A business unit: users, teams and roles themselves. */
    BUSINESS_UNIT("businessunit"),
    /** The organization: everybody's, as far as their role reaches. */
    ORGANIZATION("organization"),
    /** Nobody: rows of the platform itself. */
    NONE("none");

    private final String word;

    OwnershipType(String word) {
        this.word = word;
    }

    /** The word in a definition. */
    public String word() {
        return word;
    }
}
