package io.nightshift.server.process;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log on standard error: one line for each event, warnings of everybody and the few milestones of our own. */
public final class LogLines extends Formatter {

    private static final Logger OURS = Logger.getLogger("io.nightshift");

    private LogLines() {}

    /** Replaces what the JDK would print. */
    public static void install() {
        LogManager.getLogManager().reset();
        Handler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new LogLines());
        Logger root = Logger.getLogger("");
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }

    /** Only warnings from now on: for the verbs that speak for themselves. */
    public static void onlyWarnings() {
        OURS.setLevel(Level.WARNING);
    }

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder()
                .append(event.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(word(event.getLevel()))
                .append(' ')
                .append(formatMessage(event).replace("\n", "\\n").replace("\r", "\\r"));
        if (!String.valueOf(event.getLoggerName()).startsWith("io.nightshift")) {
            line.append(" [").append(event.getLoggerName()).append(']');
        }
        line.append('\n');
        if (event.getThrown() != null) {
            StringWriter trace = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(trace, true));
            line.append(trace);
        }
        return line.toString();
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }
}
