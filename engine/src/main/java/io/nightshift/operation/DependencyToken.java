package io.nightshift.operation;

import org.jspecify.annotations.Nullable;

/**
 * The name of a lane: operations of one organization with the same token run one after another in the order of their
 * creation (seed dependency-and-execution-order). Any string of at most 256 characters.
 */
public record DependencyToken(String value) {

    public static final int MAX_LENGTH = 256;

    public DependencyToken {
        if (value.length() > MAX_LENGTH) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The dependency token has " + value.length()
                    + " characters; at most " + MAX_LENGTH + " are allowed. Shorten or hash it.");
        }
        Texts.check("dependency token", value);
    }

    /** Null stays null: no order is promised. */
    public static @Nullable DependencyToken of(@Nullable String value) {
        return value == null ? null : new DependencyToken(value);
    }
}
