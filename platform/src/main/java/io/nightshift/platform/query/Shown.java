package io.nightshift.platform.query;

/** Words of a caller, as a message may quote them: no control characters, and not too many. */
final class Shown {

    private static final int MOST = 80;

    private Shown() {}

    static String of(String text) {
        String cut = text.length() <= MOST ? text : text.substring(0, MOST) + "...";
        return cut.replaceAll("\\p{C}", "?");
    }
}
