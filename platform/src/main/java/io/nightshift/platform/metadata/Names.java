package io.nightshift.platform.metadata;

import io.nightshift.sdk.FaultCode;
import java.util.regex.Pattern;

/** The rules for names. They become names of tables and columns, so they leave room for a suffix within PostgreSQL's 63 bytes. */
final class Names {

    /** The longest logical name. */
    static final int MAX_LENGTH = 50;

    private static final Pattern LOGICAL = Pattern.compile("[a-z][a-z0-9_]{0," + (MAX_LENGTH - 1) + "}");
    private static final Pattern RELATIONSHIP = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,199}");
    private static final Pattern CUSTOM = Pattern.compile("[a-z][a-z0-9]{1,7}_[a-z0-9_]+");

    private Names() {}

    static void check(String what, String name) {
        if (!LOGICAL.matcher(name).matches()) {
            throw FaultCode.INVALID_SCHEMA_NAME.fault("'" + shown(name) + "' is no logical name of an " + what
                    + "; it begins with a letter and has at most " + MAX_LENGTH
                    + " lower-case letters a to z, digits and underscores.");
        }
    }

    /** Whether the name begins with a customization prefix, as {@code new_size} does. */
    static boolean isCustom(String name) {
        return CUSTOM.matcher(name).matches();
    }

    /** Schema names of relationships keep the case that Dynamics gives them. */
    static void checkRelationship(String name) {
        if (!RELATIONSHIP.matcher(name).matches()) {
            throw FaultCode.INVALID_SCHEMA_NAME.fault("'" + shown(name) + "' is no schema name of a relationship; it"
                    + " begins with a letter and has at most 200 letters, digits and underscores.");
        }
    }

    static void checkLabel(String of, String label) {
        if (label.isBlank() || label.length() > 200 || label.chars().anyMatch(Character::isISOControl)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The label of " + of + " has 1 to 200 characters and no control characters.");
        }
    }

    /** A name from outside as a message may quote it. */
    static String shown(String name) {
        String printable = name.replaceAll("\\p{C}", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "...";
    }
}
