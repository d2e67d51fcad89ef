package io.nightshift.operation;

/** What every text of a caller must keep to. */
final class Texts {

    private Texts() {}

    /** The text itself, if it is not longer than it may be. */
    static String bounded(String what, String value, int most) {
        if (value.length() > most) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "The " + what + " has " + value.length() + " characters; at most " + most + " are allowed.");
        }
        check(what, value);
        return value;
    }

    /** PostgreSQL cannot store the character U+0000. */
    static void check(String what, String value) {
        if (value.indexOf('\0') >= 0) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The " + what + " contains the character U+0000; remove it.");
        }
    }
}
