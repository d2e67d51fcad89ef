package io.nightshift.server.transfer;

import java.io.PrintStream;
import java.util.Locale;

/** One line that tells how far it is; in a terminal it is painted over, elsewhere each table gets one. */
final class Progress {

    private static final int STEP = 50_000;

    private final PrintStream err;
    private final boolean terminal;
    private long shown;

    Progress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    void rows(String table, long rows) {
        if (terminal && rows - shown >= STEP) {
            shown = rows;
            err.print("\r" + line(table, rows));
            err.flush();
        }
    }

    void done(String table, long rows) {
        shown = 0;
        err.println((terminal ? "\r" : "") + line(table, rows));
    }

    private static String line(String table, long rows) {
        return String.format(Locale.ROOT, "%-20s %,12d rows", table, rows);
    }
}
