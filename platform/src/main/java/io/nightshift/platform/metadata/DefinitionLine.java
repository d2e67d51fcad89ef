package io.nightshift.platform.metadata;

import io.nightshift.sdk.FaultCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of one line of a definition, taken one after another: bare words, texts in quotation marks, and the signs { } and comma. */
final class DefinitionLine {

    private record Word(String text, boolean quoted) {}

    private final String source;
    private final int number;
    private final List<Word> words = new ArrayList<>();
    private int next;

    DefinitionLine(String source, int number, String line) {
        this.source = source;
        this.number = number;
        int at = 0;
        while (at < line.length() && line.charAt(at) != '#') {
            at = Character.isWhitespace(line.charAt(at)) ? at + 1 : word(line, at);
        }
    }

    private int word(String line, int start) {
        char first = line.charAt(start);
        if (first == '"') {
            return quoted(line, start + 1);
        }
        if (isSign(first)) {
            words.add(new Word(String.valueOf(first), false));
            return start + 1;
        }
        int end = start;
        while (end < line.length()
                && !Character.isWhitespace(line.charAt(end))
                && !isSign(line.charAt(end))
                && line.charAt(end) != '"') {
            end++;
        }
        words.add(new Word(line.substring(start, end), false));
        return end;
    }

    private int quoted(String line, int start) {
        StringBuilder text = new StringBuilder();
        for (int at = start; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                words.add(new Word(text.toString(), true));
                return at + 1;
            }
            if (c == '\\' && at + 1 < line.length()) {
                at++;
                c = line.charAt(at);
            }
            text.append(c);
        }
        throw wrong("a text in quotation marks does not end");
    }

    private static boolean isSign(char c) {
        return c == '{' || c == '}' || c == ',';
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Whether no word is left. */
    boolean atEnd() {
        return next == words.size();
    }

    /** The next word, which must be bare. */
    String bare(String what) {
        if (atEnd() || words.get(next).quoted()) {
            throw wrong(what + " is missing"
                    + (atEnd() ? "" : " before \"" + words.get(next).text() + "\""));
        }
        return words.get(next++).text();
    }

    /** The next word if it is in quotation marks, else null. */
    @Nullable
    String text() {
        return !atEnd() && words.get(next).quoted() ? words.get(next++).text() : null;
    }

    /** Takes this bare word if it comes next. */
    boolean take(String bare) {
        boolean there =
                !atEnd() && !words.get(next).quoted() && words.get(next).text().equals(bare);
        if (there) {
            next++;
        }
        return there;
    }

    /** The next word if it names relationships (it has an equals sign), else the other. */
    String named(String otherwise) {
        return atEnd() || words.get(next).quoted() || !words.get(next).text().contains("=")
                ? otherwise
                : words.get(next++).text();
    }

    /** The next word as a number if it looks like one, else null. */
    @Nullable
    Integer number() {
        if (atEnd() || words.get(next).quoted() || !words.get(next).text().matches("-?\\d{1,10}")) {
            return null;
        }
        return wholeNumber();
    }

    /** The next word, which must be a number of 32 bits. */
    int wholeNumber() {
        String word = bare("a number");
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw wrong("'" + word + "' is no whole number");
        }
    }

    /** The next word if it is a range like {@code 0..100}, else null. */
    String @Nullable [] range() {
        if (atEnd() || words.get(next).quoted() || !words.get(next).text().contains("..")) {
            return null;
        }
        String[] ends = words.get(next++).text().split("\\.\\.", 2);
        if (!ends[0].matches("-?\\d+(\\.\\d+)?") || !ends[1].matches("-?\\d+(\\.\\d+)?")) {
            throw wrong("'" + ends[0] + ".." + ends[1] + "' is no range of numbers");
        }
        return ends;
    }

    /** What is wrong with this line. */
    RuntimeException wrong(String what) {
        return FaultCode.INVALID_ARGUMENT.fault(source + ", line " + number + ": " + what + ".");
    }
}
