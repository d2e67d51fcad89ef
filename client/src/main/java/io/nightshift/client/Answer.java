package io.nightshift.client;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server answers to a request.
 *
 * @param headers by their names in small letters
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    private static final int FIRST_ERROR = 400;

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    boolean failed() {
        return status >= FIRST_ERROR;
    }

    boolean isMultipart() {
        String type = header("Content-Type");
        return type != null && type.startsWith("multipart/");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body; missing when it is no JSON. */
    JsonNode json() {
        try {
            return WebApi.JSON.readTree(text());
        } catch (JacksonException e) {
            return WebApi.JSON.missingNode();
        }
    }

    /** The body as an object, which an answer that went well has. */
    ObjectNode object() {
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw WebApiFault.strange(this);
    }

    /** The id at the end of the address of a record that was made or changed. */
    UUID recordId() {
        String address = String.valueOf(header("OData-EntityId"));
        try {
            return UUID.fromString(address.substring(address.lastIndexOf('(') + 1, address.length() - 1));
        } catch (IllegalArgumentException e) {
            throw WebApiFault.strange(this);
        }
    }

    /** How long the server asks to wait; null when it does not say. A date is taken relative to the server's own clock. */
    @Nullable
    Duration retryAfter() {
        String text = header("Retry-After");
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration until = Duration.between(date(header("Date")), date(text));
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static ZonedDateTime date(@Nullable String text) {
        return ZonedDateTime.parse(text == null ? "" : text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    @Override
    public String toString() {
        return "status " + status;
    }
}
