package io.nightshift.platform.query;

import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.sdk.FaultCode;
import java.util.Arrays;

/**
 * A pattern for folded text: code points, among them {@link #ANY_TEXT} and {@link #ANY_CHARACTER}. It is matched here, and
 * as PostgreSQL's {@code LIKE} matches {@link #sql}.
 */
final class LikePattern {

    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    private final int[] points;

    private LikePattern(int[] points) {
        this.points = points;
    }

    /** With the wildcards of Dynamics: {@code %}, {@code _}, and a character in brackets that stands for itself. */
    static LikePattern of(String pattern) {
        int[] text = FoldedText.of(pattern).codePoints().toArray();
        int[] points = new int[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '[' && i + 2 < text.length && text[i + 2] == ']') {
                points[length++] = text[i + 1];
                i += 2;
            } else if (text[i] == '[' && contains(text, i, ']')) {
                throw FaultCode.INVALID_ARGUMENT.fault("A pattern may have one character in brackets, as in [%], which"
                        + " stands for itself; sets and ranges of characters are not supported.");
            } else {
                points[length++] = text[i] == '%' ? ANY_TEXT : text[i] == '_' ? ANY_CHARACTER : text[i];
            }
        }
        return new LikePattern(Arrays.copyOf(points, length));
    }

    private static boolean contains(int[] text, int from, int wanted) {
        return Arrays.stream(text, from, text.length).anyMatch(point -> point == wanted);
    }

    /** The text as it is, with anything before it or after it. */
    static LikePattern around(boolean before, String literal, boolean after) {
        int[] text = FoldedText.of(literal).codePoints().toArray();
        int[] points = new int[text.length + 2];
        int length = 0;
        if (before) {
            points[length++] = ANY_TEXT;
        }
        System.arraycopy(text, 0, points, length, text.length);
        length += text.length;
        if (after) {
            points[length++] = ANY_TEXT;
        }
        return new LikePattern(Arrays.copyOf(points, length));
    }

    /** For {@code LIKE} with the backslash as the escape character. */
    String sql() {
        StringBuilder sql = new StringBuilder(points.length + 8);
        for (int point : points) {
            switch (point) {
                case ANY_TEXT -> sql.append('%');
                case ANY_CHARACTER -> sql.append('_');
                case '%', '_', '\\' -> sql.append('\\').appendCodePoint(point);
                default -> sql.appendCodePoint(point);
            }
        }
        return sql.toString();
    }

    /** Goes back to the last {@code %} only, so that the time is at most the product of the two lengths. */
    boolean matches(String folded) {
        int[] text = folded.codePoints().toArray();
        int at = 0;
        int in = 0;
        int lastAny = -1;
        int resume = 0;
        while (in < text.length) {
            if (at < points.length && points[at] == ANY_TEXT) {
                lastAny = at++;
                resume = in;
            } else if (at < points.length && (points[at] == ANY_CHARACTER || points[at] == text[in])) {
                at++;
                in++;
            } else if (lastAny >= 0) {
                at = lastAny + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < points.length && points[at] == ANY_TEXT) {
            at++;
        }
        return at == points.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LikePattern that && Arrays.equals(points, that.points);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(points);
    }

    @Override
    public String toString() {
        return sql();
    }
}
