package io.nightshift.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a batch: how it is written, and how its answer is read. */
final class Multipart {

    /** Each character is a byte, so that bodies stay what they are. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";,\\s]+)\"?");
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d(?:\\.\\d)? (\\d{3}).*");

    private final String boundary;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Multipart() {
        this.boundary = "part_" + UUID.randomUUID();
    }

    String contentType() {
        return "multipart/mixed; boundary=" + boundary;
    }

    byte[] ended() {
        text("--" + boundary + "--\r\n");
        return out.toByteArray();
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a request. */
    void add(Call call, String root, int contentId) {
        text("--" + boundary + "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: "
                + contentId + "\r\n\r\n" + call.method() + " " + root + call.address() + " HTTP/1.1\r\n");
        call.headers().forEach((name, value) -> text(name + ": " + value + "\r\n"));
        text("Accept: application/json\r\n\r\n");
        byte[] body = call.body();
        if (body != null) {
            out.writeBytes(body);
        }
        text("\r\n");
    }

    /** Adds a change set. */
    void add(Multipart changes) {
        text("--" + boundary + "\r\nContent-Type: " + changes.contentType() + "\r\n\r\n");
        out.writeBytes(changes.ended());
        text("\r\n");
    }

    /**
     * An answer in an answer.
     *
     * @param contentId that of the request; null when the server did not say
     * @param inner the answers of a change set that went well; otherwise empty
     */
    record Part(Answer answer, @Nullable String contentId, List<Part> inner) {}

    /** The answers in the answer to a batch. */
    static List<Part> read(Answer answer) {
        return read(answer, answer.header("Content-Type"), new String(answer.body(), BYTES));
    }

    private static List<Part> read(Answer whole, @Nullable String contentType, String text) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!boundary.find()) {
            throw WebApiFault.strange(whole);
        }
        String delimiter = "--" + boundary.group(1);
        List<Part> parts = new ArrayList<>();
        int start = text.indexOf(delimiter);
        while (start >= 0) {
            int from = start + delimiter.length();
            int end = text.indexOf("\r\n" + delimiter, from);
            if (text.startsWith("--", from) || end < 0) {
                return parts;
            }
            parts.add(part(whole, text.substring(from, end).stripLeading()));
            start = end + 2;
        }
        throw WebApiFault.strange(whole);
    }

    private static Part part(Answer whole, String text) {
        Map<String, String> headers = new HashMap<>();
        int content = headers(text, 0, headers);
        String type = headers.getOrDefault("content-type", "");
        if (type.startsWith("multipart/")) {
            return new Part(new Answer(200, headers, new byte[0]), null, read(whole, type, text.substring(content)));
        }
        int end = text.indexOf("\r\n", content);
        Matcher status = STATUS.matcher(end < 0 ? "" : text.substring(content, end));
        if (!status.matches()) {
            throw WebApiFault.strange(whole);
        }
        Map<String, String> inner = new HashMap<>();
        int body = headers(text, end + 2, inner);
        return new Part(
                new Answer(
                        Integer.parseInt(status.group(1)),
                        inner,
                        text.substring(Math.min(body, text.length())).getBytes(BYTES)),
                headers.get("content-id"),
                List.of());
    }

    /** Reads header fields up to the blank line, and answers where it ends. */
    private static int headers(String text, int from, Map<String, String> headers) {
        int line = from;
        while (line < text.length()) {
            int end = text.indexOf("\r\n", line);
            String field = end < 0 ? text.substring(line) : text.substring(line, end);
            line = end < 0 ? text.length() : end + 2;
            int colon = field.indexOf(':');
            if (field.isEmpty() || colon < 0) {
                return line;
            }
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        return text.length();
    }
}
