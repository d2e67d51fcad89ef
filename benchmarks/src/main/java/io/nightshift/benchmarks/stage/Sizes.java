package io.nightshift.benchmarks.stage;

/**
 * How much is measured.
 *
 * @param quick smaller tables and shorter times, one run instead of five
 * @param scale a further factor on tables and counts, to try a scenario out; results of another scale than 1 stay out of
 *     the guide
 */
public record Sizes(boolean quick, double scale) {

    public Sizes {
        if (!(scale > 0 && scale <= 10)) {
            throw new IllegalArgumentException("--scale is a number above 0 and up to 10; got " + scale + ".");
        }
    }

    /** So many rows or operations. */
    public int rows(int full, int inQuick) {
        return (int) Math.max(1, Math.round((quick ? inQuick : full) * scale));
    }

    /** So many seconds; a trial is shorter, but no shorter than a second. */
    public int seconds(int full, int inQuick) {
        return (int) Math.max(1, Math.round((quick ? inQuick : full) * Math.min(1, Math.max(scale, 0.1))));
    }

    /** After how many seconds a drain is cut short; a trial gets as long, because a JVM does not start faster for it. */
    public double cap() {
        return quick ? 20 : 40;
    }
}
