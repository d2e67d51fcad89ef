package io.nightshift.platform.security;

import java.util.Optional;

/** What can be done with a record (Dynamics: AccessRights). Sharing is not there. */
public enum AccessRight {
    /** To see it, in whatever way. */
    READ(1, "Read"),
    /** To change it, its state included. */
    WRITE(2, "Write"),
    /** To let it refer to another, or to relate it with others. */
    APPEND(4, "Append"),
    /** To let others refer to it. */
    APPEND_TO(16, "AppendTo"),
    /** To make one. */
    CREATE(32, "Create"),
    /** To delete it. */
    DELETE(65536, "Delete"),
    /** To give it to another owner. */
    ASSIGN(524288, "Assign");

    private final int number;
    private final String word;

    AccessRight(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /** The number in {@code accessright} of a privilege. */
    public int number() {
        return number;
    }

    /** The word in a privilege's name. */
    public String word() {
        return word;
    }

    /** The right of a word, whatever its case. */
    public static Optional<AccessRight> ofWord(String word) {
        for (AccessRight right : values()) {
            if (right.word.equalsIgnoreCase(word)) {
                return Optional.of(right);
            }
        }
        return Optional.empty();
    }
}
