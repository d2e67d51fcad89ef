package io.nightshift.server.webapi.odata;

import java.util.ArrayList;
import java.util.List;

/** Cuts the text of an option at a mark, but not within parentheses or quotes. */
final class Splitter {

    private Splitter() {}

    static List<String> split(String what, String text, char mark) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth < 0) {
                throw ODataCode.QUERY_SYNTAX.fault(
                        what + ", position " + (i + 1) + ": a parenthesis is closed that was not opened.");
            } else if (!quoted && depth == 0 && c == mark) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (quoted || depth > 0) {
            throw ODataCode.QUERY_SYNTAX.fault(what + ": a " + (quoted ? "quote" : "parenthesis") + " is not closed.");
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
