package io.nightshift.benchmarks.scenario;

import java.util.Locale;

/**
 * A figure in a table.
 *
 * @param figure its name in the results
 * @param title its heading, with the unit
 */
public record Column(String figure, String title) {

    static final Column RATE = new Column("rate", "operations/s");
    static final Column CPU = new Column("cpu_us", "CPU µs/op");
    static final Column SERVER = new Column("server_us", "of it server");
    static final Column CLIENT = new Column("client_us", "of it client");
    static final Column COMMITS = new Column("commits", "commits/op");
    static final Column STATEMENTS = new Column("statements", "statements/op");
    static final Column WAL = new Column("wal", "WAL B/op");
    static final Column BUFFERS = new Column("buffers", "buffers/op");

    /** With as many digits as mean something. */
    public static String shown(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }
}
