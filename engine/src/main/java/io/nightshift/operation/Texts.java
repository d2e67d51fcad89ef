package io.nightshift.operation;

import java.nio.charset.StandardCharsets;

/** What every text must keep to: PostgreSQL stores neither U+0000 nor half of a surrogate pair. */
public final class Texts {

    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** The text itself, if it is not longer than it may be. */
    public static String bounded(String what, String value, int most) {
        if (value.length() > most) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "The " + what + " has " + value.length() + " characters; at most " + most + " are allowed.");
        }
        check(what, value);
        return value;
    }

    /** Refuses a text that would not come back as it was stored. */
    public static void check(String what, String value) {
        int at = firstUnstorable(value);
        if (at >= 0) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The " + what + " contains "
                    + (value.charAt(at) == 0 ? "the character U+0000" : "half of a surrogate pair") + " at position "
                    + at + "; remove it.");
        }
    }

    /** Refuses a payload that is larger than an operation carries, or that cannot be stored. */
    static void checkPayload(String what, String value) {
        int most = Operation.MAX_DATA_BYTES;
        int bytes = value.length() > most / 3 ? value.getBytes(StandardCharsets.UTF_8).length : value.length();
        if (bytes > most) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The " + what + " has " + bytes + " bytes; at most " + most
                    + " are allowed. Store it elsewhere and give a reference.");
        }
        check(what, value);
    }

    /** The text with U+FFFD in the place of what cannot be stored; for texts that must not be lost for one character. */
    public static String storable(String value) {
        if (firstUnstorable(value) < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder(value);
        for (int i = 0; i < text.length(); i++) {
            if (isUnstorable(value, i)) {
                text.setCharAt(i, REPLACEMENT);
            }
        }
        return text.toString();
    }

    private static int firstUnstorable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (isUnstorable(value, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isUnstorable(String value, int at) {
        char c = value.charAt(at);
        if (!Character.isSurrogate(c)) {
            return c == 0;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(value.charAt(at - 1));
    }
}
