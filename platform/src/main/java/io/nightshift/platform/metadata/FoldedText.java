package io.nightshift.platform.metadata;

import java.text.Normalizer;

/**
 * The value by which text is compared: the same for texts that differ only in case. It is made here and nowhere else,
 * stored beside the text and compared by its code points ({@code COLLATE "C"}), so that every server and the memory
 * agree.
 *
 * <p>A text is composed (NFC), then each code point is folded by itself, so that a pattern with wildcards folds like the
 * text it matches. Therefore {@code ß} is not {@code ss}; accents count.
 */
public final class FoldedText {

    private FoldedText() {}

    /** The folded value of a text. */
    public static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder folded = new StringBuilder(composed.length());
        composed.codePoints()
                .map(point -> Character.toLowerCase(Character.toUpperCase(point)))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /** Most texts that are written often (numbers, e-mail addresses, codes) are folded already. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares two folded values as PostgreSQL's {@code COLLATE "C"} does in UTF-8: by code points. {@link
     * String#compareTo} differs for characters beyond U+FFFF.
     */
    public static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // A surrogate stands for a code point above every other char.
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
