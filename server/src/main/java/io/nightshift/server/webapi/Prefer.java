package io.nightshift.server.webapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preferences of a request. What is not known is passed over, as RFC 7240 wants it.
 *
 * @param annotations the pattern of {@code odata.include-annotations}; empty for none
 * @param pageSize the {@code odata.maxpagesize}; null when none was asked for
 * @param callback the address to call when what was answered before it was done has ended; null when none was named
 */
record Prefer(
        boolean representation,
        String annotations,
        @Nullable Integer pageSize,
        boolean continueOnError,
        boolean respondAsync,
        @Nullable String callback,
        boolean trackChanges) {

    private static final int MOST_ROWS = 5000;

    /**
     * A name with a value, which may stand in quotes and then hold commas, as may what follows a semicolon. It begins at the
     * beginning of a word and goes back over nothing: a field that is no preference is read once, however long it is.
     */
    private static final Pattern PREFERENCE =
            Pattern.compile("(?<![\\w.!-])([\\w.!-]++)\\s*+(?:=\\s*+(?:\"([^\"]*+)\"|([^,;\"]*+)))?+\\s*+"
                    + "(;(?:[^,\"]++|\"[^\"]*+\"|\")*+)?+(?:,|$)");

    /** Where to call, as a parameter of {@code odata.callback}. */
    private static final Pattern URL = Pattern.compile("(?i);\\s*+url\\s*+=\\s*+(?:\"([^\"]*+)\"|([^;\"\\s]*+))");

    static Prefer of(Headers headers) {
        String text = headers.get("Prefer");
        boolean representation = false;
        boolean continues = false;
        boolean async = false;
        boolean track = false;
        String annotations = "";
        String callback = null;
        Integer pageSize = null;
        Matcher preference = PREFERENCE.matcher(text == null ? "" : text);
        while (preference.find()) {
            String quoted = preference.group(2);
            String plain = preference.group(3);
            String value = quoted != null ? quoted : plain == null ? "" : plain.strip();
            switch (preference.group(1).toLowerCase(Locale.ROOT)) {
                case "return" -> representation = value.equals("representation");
                case "odata.include-annotations" -> annotations = value;
                case "odata.maxpagesize", "maxpagesize" -> pageSize = pageSize(value);
                case "odata.continue-on-error", "continue-on-error" -> continues = !value.equals("false");
                case "respond-async" -> async = true;
                case "odata.callback", "callback" -> callback = value.isEmpty() ? url(preference.group(4)) : value;
                case "odata.track-changes", "track-changes" -> track = true;
                default -> {}
            }
        }
        return new Prefer(representation, annotations, pageSize, continues, async, callback, track);
    }

    private static @Nullable String url(@Nullable String parameters) {
        Matcher url = URL.matcher(parameters == null ? "" : parameters);
        return !url.find() ? null : url.group(1) != null ? url.group(1) : url.group(2);
    }

    private static @Nullable Integer pageSize(String value) {
        return value.matches("[1-9]\\d{0,8}") ? Integer.valueOf(Math.min(Integer.parseInt(value), MOST_ROWS)) : null;
    }

    /** Whether annotations of this name are wanted; the last pattern that fits decides. */
    boolean wants(String annotation) {
        boolean wanted = false;
        for (String part : annotations.split(",", -1)) {
            String pattern = part.strip();
            boolean not = pattern.startsWith("-");
            pattern = not ? pattern.substring(1) : pattern;
            boolean fits = pattern.endsWith("*")
                    ? annotation.startsWith(pattern.substring(0, pattern.length() - 1))
                    : annotation.equals(pattern);
            wanted = fits ? !not : wanted;
        }
        return wanted;
    }

    /** What was honoured, for the header {@code Preference-Applied}. */
    String applied(boolean paged, boolean represented) {
        List<String> applied = new ArrayList<>();
        if (represented && representation) {
            applied.add("return=representation");
        }
        if (!annotations.isEmpty()) {
            applied.add("odata.include-annotations=\"" + annotations.replaceAll("[^ -~]", "?") + "\"");
        }
        if (paged && pageSize != null) {
            applied.add("odata.maxpagesize=" + pageSize);
        }
        return String.join(",", applied);
    }
}
