package io.nightshift.server.webapi;

import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the Web API, on its own or a part of a batch.
 *
 * @param root the address of the service without a slash at its end, {@code http://host/api/data/v9.2}
 * @param path what comes after it, decoded, without slashes at its ends
 * @param options the query options, decoded
 * @param references the records that earlier parts of a change set made, by their Content-ID
 */
record ApiRequest(
        String method,
        String root,
        String path,
        Map<String, String> options,
        Headers headers,
        RequestBody content,
        Map<String, String> references) {

    /** The body, unless it is a file. */
    byte[] body() {
        return content.bytes();
    }

    /** The preferences. */
    Prefer prefer() {
        return Prefer.of(headers);
    }

    /** The texts of the parameter aliases. */
    Map<String, String> aliases() {
        Map<String, String> aliases = new LinkedHashMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith("@")) {
                aliases.put(name, value);
            }
        });
        return aliases;
    }

    /** A path decoded, without slashes at its ends. */
    static String path(String encoded) {
        String path = decoded(encoded, false);
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to);
    }

    /** Reads the text after the question mark. An option that is given twice is refused, because only one would count. */
    static Map<String, String> options(@Nullable String query) {
        Map<String, String> options = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return options;
        }
        for (String part : query.split("&", -1)) {
            int equal = part.indexOf('=');
            String name = decoded(equal < 0 ? part : part.substring(0, equal), true);
            String value = equal < 0 ? "" : decoded(part.substring(equal + 1), true);
            if (!name.isEmpty() && options.put(name, value) != null) {
                throw ODataCode.QUERY_SYNTAX.fault("The query option " + Shown.of(name) + " is given twice.");
            }
        }
        return options;
    }

    /**
     * Percent-encoded UTF-8.
     *
     * @param plus whether a plus stands for a space, as in query options
     */
    static String decoded(String text, boolean plus) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + 2 < text.length() ? hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)) : -1;
                if (value < 0) {
                    throw ODataCode.QUERY_SYNTAX.fault(
                            "The address has a % that two hexadecimal digits do not follow.");
                }
                bytes.put((byte) value);
                i += 2;
            } else if (c == '+' && plus) {
                bytes.put((byte) ' ');
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                int point = text.codePointAt(i);
                byte[] encoded = new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8);
                bytes.put(encoded);
                i += Character.charCount(point) - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw ODataCode.QUERY_SYNTAX.fault("The address is not in UTF-8.");
        }
    }

    private static int hex(char c) {
        int digit = Character.digit(c, 16);
        return digit < 0 ? -1000 : digit;
    }
}
