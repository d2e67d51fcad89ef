package io.nightshift.server.webapi.odata;

/** Text of a caller as a message repeats it: short, and without characters that would break a line of a log. */
public final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    /** The text, cut and with its control characters replaced. */
    public static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
