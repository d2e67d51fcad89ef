package io.nightshift.server.systemjobs;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A sentence of the engine, in which ids become links and times are shown in the zone of the visitor. */
public final class Sentence {

    private static final Pattern MARKS = Pattern.compile("(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})"
            + "|(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z)");

    private Sentence() {}

    /** A piece: words, an id, or a time; exactly one of them. */
    public record Part(
            @Nullable String text,
            @Nullable String id,
            @Nullable Instant time) {}

    /** The pieces in their order. */
    public static List<Part> parts(String sentence) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = MARKS.matcher(sentence);
        int at = 0;
        while (matcher.find()) {
            parts.add(new Part(sentence.substring(at, matcher.start()), null, null));
            parts.add(mark(matcher));
            at = matcher.end();
        }
        parts.add(new Part(sentence.substring(at), null, null));
        return parts;
    }

    private static Part mark(MatchResult found) {
        String id = found.group(1);
        if (id != null) {
            return new Part(null, id, null);
        }
        try {
            return new Part(null, null, Instant.parse(found.group(2)));
        } catch (DateTimeException e) {
            return new Part(found.group(), null, null);
        }
    }
}
