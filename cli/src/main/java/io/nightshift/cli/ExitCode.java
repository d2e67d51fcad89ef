package io.nightshift.cli;

/** What the command line ends with; scripts may rely on these numbers. */
final class ExitCode {

    static final int WELL = 0;
    /** The server refused, or what was waited for ended badly. */
    static final int REFUSED = 1;
    /** The command itself is wrong. */
    static final int USAGE = 2;
    /** No server answered. */
    static final int NO_SERVER = 3;
    /** There is no such operation or record. */
    static final int NOT_FOUND = 4;
    /** The token is missing or wrong, or its caller may not do that. */
    static final int NOT_SIGNED_IN = 5;
    /** What was waited for is still under way. */
    static final int UNDER_WAY = 6;

    private ExitCode() {}
}
