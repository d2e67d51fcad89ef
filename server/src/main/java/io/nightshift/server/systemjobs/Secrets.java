package io.nightshift.server.systemjobs;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes data fit to be shown: set out in lines, values that sound like secrets masked, and not without end. */
final class Secrets {

    private static final String MASK = "••••••";
    private static final int MOST_LETTERS = 64 * 1024;
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(passw|pwd|secret|token|api.?key|authori[sz]ation|credential|private.?key|cookie|signature).*");
    private static final Pattern PAIR = Pattern.compile(
            "(?i)([\\w-]*(?:passw|pwd|secret|token|api.?key|authorization|credential)[\\w-]*\\s*[=:]\\s*)(\"[^\"]*\"|[^\\s&,;]+)");
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^/\\s:@]*:)[^@/\\s]+@");

    private Secrets() {}

    static String masked(String text) {
        String shown = text.length() > MOST_LETTERS ? text.substring(0, MOST_LETTERS) + " …" : text;
        try {
            if (text.length() <= MOST_LETTERS && (text.startsWith("{") || text.startsWith("["))) {
                JsonNode read = JsonMapper.shared().readTree(text);
                mask(read);
                shown = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(read);
                return IN_ADDRESS.matcher(shown).replaceAll("$1" + MASK + "@");
            }
        } catch (JacksonException e) {
            // Not JSON after all: shown as text.
            shown = text;
        }
        String pairs = PAIR.matcher(shown).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + MASK));
        return IN_ADDRESS.matcher(pairs).replaceAll("$1" + MASK + "@");
    }

    private static void mask(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                if (NAME.matcher(property.getKey()).matches()
                        && !property.getValue().isNull()) {
                    object.put(property.getKey(), MASK);
                } else {
                    mask(property.getValue());
                }
            }
        } else {
            node.forEach(Secrets::mask);
        }
    }
}
