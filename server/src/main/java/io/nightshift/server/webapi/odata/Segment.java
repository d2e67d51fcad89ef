package io.nightshift.server.webapi.odata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an address between slashes.
 *
 * @param name what stands before the parentheses
 * @param arguments what stands in them; null when there are none
 */
public record Segment(String name, @Nullable String arguments) {

    private static final int MOST = 30;

    /** The segments of a decoded path; a slash in quotes belongs to its text. */
    public static List<Segment> of(String path) {
        List<Segment> segments = new ArrayList<>();
        for (String part : Splitter.split("The address", path, '/')) {
            if (part.isEmpty()) {
                continue;
            }
            int open = part.indexOf('(');
            if (open == 0 || (open > 0 && !part.endsWith(")")) || segments.size() == MOST) {
                throw ODataCode.QUERY_SYNTAX.fault("The address cannot be read at '" + Shown.of(part) + "'.");
            }
            segments.add(
                    open < 0
                            ? new Segment(part, null)
                            : new Segment(part.substring(0, open), part.substring(open + 1, part.length() - 1)));
        }
        return segments;
    }

    /** The same without the namespace of Dynamics, which one library writes twice. */
    public String plainName() {
        String plain = name;
        while (plain.startsWith("Microsoft.Dynamics.CRM.")) {
            plain = plain.substring("Microsoft.Dynamics.CRM.".length());
        }
        return plain;
    }
}
