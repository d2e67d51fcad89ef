package io.nightshift.platform.query;

import io.nightshift.platform.query.Query.Key;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: its number, and of its last row the values by which the result is ordered, times to the last digit.
 * Its form follows that of Dynamics: {@code <cookie page="1"><account.name last="a"/><account.accountid last="..."/>
 * </cookie>}; a value that is not there is {@code lastnull="1"}. It comes back from clients, so all of it is checked.
 *
 * @param page the number of the page that ended
 * @param last a value for each key of the query; empty for a grouped query
 */
record PagingCookie(int page, List<@Nullable Object> last) {

    String write(List<Key> keys) {
        StringBuilder text = new StringBuilder("<cookie page=\"").append(page).append("\">");
        for (int i = 0; i < last.size(); i++) {
            Object value = last.get(i);
            text.append('<').append(keys.get(i).name());
            if (value == null) {
                text.append(" lastnull=\"1\"/>");
            } else {
                text.append(" last=\"").append(write(value)).append("\"/>");
            }
        }
        return text.append("</cookie>").toString();
    }

    private static String write(Object value) {
        return switch (value) {
            // Text may hold characters that XML cannot.
            case String text -> URLEncoder.encode(text, StandardCharsets.UTF_8);
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    /**
     * A cookie for these keys.
     *
     * @throws OrganizationServiceFault 0x80040203 when it is none, or that of another query
     */
    static PagingCookie read(String text, List<Key> keys) {
        FetchElement cookie;
        try {
            cookie = FetchElement.parse(text);
        } catch (OrganizationServiceFault e) {
            throw broken("it is no well-formed XML", e);
        }
        String page = cookie.get("page");
        if (!cookie.name().equals("cookie")
                || page == null
                || !page.matches("[0-9]{1,9}")
                || cookie.children().size() != keys.size()) {
            throw broken("it belongs to another query", null);
        }
        List<@Nullable Object> last = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            FetchElement element = cookie.children().get(i);
            String value = element.get("last");
            if (!element.name().equals(key.name()) || (value == null) != (element.get("lastnull") != null)) {
                throw broken("it belongs to a query with another order", null);
            }
            if (value == null && !key.nullable()) {
                throw broken("it has no value of " + key.name(), null);
            }
            last.add(value == null ? null : read(key.column().kind(), value));
        }
        return new PagingCookie(Integer.parseInt(page), last);
    }

    private static Object read(ValueKind kind, String value) {
        try {
            return switch (kind) {
                case TEXT -> text(URLDecoder.decode(value, StandardCharsets.UTF_8));
                case WHOLE -> Long.valueOf(value);
                case DECIMAL -> decimal(value);
                case FLOATING -> Double.valueOf(value);
                case BOOLEAN -> Boolean.valueOf(value);
                case ID -> UUID.fromString(value);
                case MOMENT -> Instant.parse(value);
                case WALL_TIME -> LocalDateTime.parse(value);
                case DAY -> LocalDate.parse(value);
                case OPTIONS -> throw new IllegalArgumentException("no order");
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw broken("it has a value that its attribute cannot have", e);
        }
    }

    private static String text(String decoded) {
        if (decoded.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("character 0");
        }
        return decoded;
    }

    private static BigDecimal decimal(String value) {
        if (value.length() > 200 || value.indexOf('e') >= 0 || value.indexOf('E') >= 0) {
            throw new IllegalArgumentException("too long");
        }
        return new BigDecimal(value);
    }

    private static OrganizationServiceFault broken(String why, @Nullable Exception cause) {
        String message = "The paging cookie cannot be used: " + why
                + ". Ask with the cookie as the page before gave it, or without one.";
        return cause == null
                ? FaultCode.INVALID_ARGUMENT.fault(message)
                : new OrganizationServiceFault(FaultCode.INVALID_ARGUMENT.code(), message, cause);
    }
}
