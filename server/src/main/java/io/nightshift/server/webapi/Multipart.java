package io.nightshift.server.webapi;

import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/mixed} and the HTTP requests in it. Clients differ: lines end with CRLF or LF, the blank line
 * before the last boundary may be missing, and something may stand before the first.
 */
final class Multipart {

    /** Bodies are kept byte for byte: each character of the text is a byte. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/mixed\\s*;.*?boundary\\s*=\\s*(?:\"([^\"]{1,200})\"|([^;,\\s\"]{1,200})).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("[A-Za-z]{1,10}");
    private static final Pattern VERSION = Pattern.compile("HTTP/\\d\\.\\d");
    /** What Dataverse takes of an address in a batch. */
    private static final int LONGEST_REQUEST_LINE = 64 * 1024;

    /** All header fields of a part together; the batch's own are held to less by Jetty. */
    private static final int LONGEST_HEADER = 32 * 1024;

    private Multipart() {}

    /** A part: its header fields and what comes after them. */
    record Part(Headers headers, String content) {}

    /** A request in a part. */
    record Inner(String method, String address, Headers headers, byte[] body) {}

    /** The boundary that a content type names; null when it is no {@code multipart/mixed}. */
    static @Nullable String boundary(@Nullable String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!matcher.matches()) {
            return null;
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    static String text(byte[] body) {
        return new String(body, BYTES);
    }

    static List<Part> parts(String text, String boundary, int most) {
        String delimiter = "--" + boundary;
        List<Part> parts = new ArrayList<>();
        int start = -1;
        int line = 0;
        while (line >= 0 && line < text.length()) {
            int end = text.indexOf('\n', line);
            int next = end < 0 ? text.length() : end + 1;
            if (text.startsWith(delimiter, line)) {
                String rest = text.substring(line + delimiter.length(), end < 0 ? text.length() : end)
                        .strip();
                if (rest.isEmpty() || rest.equals("--")) {
                    if (start >= 0) {
                        parts.add(part(text.substring(start, Math.max(start, withoutBreak(text, line)))));
                    }
                    if (parts.size() > most) {
                        throw ODataCode.INVALID_INPUT.fault("A batch has at most " + most + " requests.");
                    }
                    if (rest.equals("--")) {
                        return parts;
                    }
                    start = next;
                }
            }
            line = next;
        }
        throw ODataCode.INVALID_INPUT.fault(
                "The body of the batch does not end with its boundary --" + Shown.of(boundary) + "--.");
    }

    /** The end of the line before: its break belongs to the boundary. */
    private static int withoutBreak(String text, int line) {
        int end = line > 0 && text.charAt(line - 1) == '\n' ? line - 1 : line;
        return end > 0 && end < line && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    private static Part part(String text) {
        Map<String, String> headers = new HashMap<>();
        int content = headers(text, 0, headers);
        return new Part(new Headers(headers), text.substring(content));
    }

    /** Reads header fields and answers where the blank line after them ends. */
    private static int headers(String text, int from, Map<String, String> headers) {
        int line = from;
        while (line < text.length()) {
            int end = text.indexOf('\n', line);
            String field = (end < 0 ? text.substring(line) : text.substring(line, end)).strip();
            line = end < 0 ? text.length() : end + 1;
            if (field.isEmpty()) {
                return line;
            }
            if (line - from > LONGEST_HEADER) {
                throw ODataCode.INVALID_INPUT.fault("A part of the batch has header fields of more than "
                        + LONGEST_HEADER + " characters; a blank line ends them.");
            }
            int colon = field.indexOf(':');
            if (colon <= 0) {
                throw ODataCode.INVALID_INPUT.fault(
                        "A part of the batch has the line '" + Shown.of(field) + "' where a header field is expected.");
            }
            headers.merge(
                    field.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip(),
                    (one, other) -> one + "," + other);
        }
        return text.length();
    }

    /** The request in a part of the type {@code application/http}. */
    static Inner request(Part part) {
        String content = part.content().stripLeading();
        int end = content.indexOf('\n');
        String line = (end < 0 ? content : content.substring(0, end)).strip();
        if (line.length() > LONGEST_REQUEST_LINE) {
            throw ODataCode.INVALID_INPUT.fault("A part of the batch has a request line of " + line.length()
                    + " characters; at most " + LONGEST_REQUEST_LINE + " are allowed.");
        }
        // By hand, because a pattern would try all its ways through a long run of blanks.
        int method = line.indexOf(' ');
        int version = line.lastIndexOf(' ');
        boolean versioned =
                version > method && VERSION.matcher(line.substring(version + 1)).matches();
        String address = method < 0
                ? ""
                : line.substring(method, versioned ? version : line.length()).strip();
        if (address.isEmpty() || !METHOD.matcher(line.substring(0, method)).matches()) {
            throw ODataCode.INVALID_INPUT.fault(
                    "A part of the batch begins with '" + Shown.of(line) + "', which is no request line.");
        }
        Map<String, String> headers = new HashMap<>();
        int body = end < 0 ? content.length() : headers(content, end + 1, headers);
        return new Inner(
                line.substring(0, method).toUpperCase(Locale.ROOT),
                address,
                new Headers(headers).or(new Headers(contentId(part))),
                content.substring(body).strip().getBytes(BYTES));
    }

    private static Map<String, String> contentId(Part part) {
        String id = part.headers().get("Content-ID");
        return id == null ? Map.of() : Map.of("Content-ID", id);
    }
}
