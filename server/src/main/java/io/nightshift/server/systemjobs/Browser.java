package io.nightshift.server.systemjobs;

import io.nightshift.server.signin.Caller;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What a browser sends: cookies, address, form. Everything here may be hostile. */
final class Browser {

    static final String THEME = "nightshift_theme";
    static final String ZONE = "nightshift_zone";
    static final String ORGANIZATION = "nightshift_organization";

    private static final Set<String> THEMES = Set.of("light", "dark");
    private static final int MOST_FIELDS = 2_000;
    private static final int MOST_FORM_BYTES = 1024 * 1024;

    private static final Caller NOBODY = new Caller("", "", new UUID(0, 0));

    private final Request request;

    Browser(Request request) {
        this.request = request;
    }

    boolean isPost() {
        return request.getMethod().equals("POST");
    }

    /** Whether a page that is shown asks for its own parts again. */
    boolean isReadAgain() {
        return request.getHeaders().get("HX-Request") != null;
    }

    boolean isSecure() {
        return request.isSecure();
    }

    /** The header with all cookies. */
    @Nullable
    String cookies() {
        return request.getHeaders().get(HttpHeader.COOKIE);
    }

    /** The page of this server that the request was made on, when it was another than this; null when that is not known. */
    @Nullable
    String cameFrom() {
        String referer = request.getHeaders().get(HttpHeader.REFERER);
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (referer == null || host == null) {
            return null;
        }
        String start = (isSecure() ? "https://" : "http://") + host;
        String path = referer.startsWith(start + "/") ? referer.substring(start.length()) : "";
        boolean isThis = !isPost() && path.equals(request.getHttpURI().getPathQuery());
        return path.isEmpty() || isThis || !PageCall.isOurs(path) || path.startsWith("/sign-in") ? null : path;
    }

    /** Where it comes from. */
    String address() {
        return Request.getRemoteAddr(request);
    }

    /** The organization that the visitor has gone to. */
    @Nullable
    String organization() {
        String name = cookie(ORGANIZATION);
        return name == null ? null : URLDecoder.decode(name, StandardCharsets.UTF_8);
    }

    @Nullable
    String cookie(String name) {
        for (HttpCookie cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(name)) {
                return cookie.getValue();
            }
        }
        return null;
    }

    Parameters query() {
        return parameters(Request.extractQueryParameters(request, StandardCharsets.UTF_8));
    }

    Parameters form() {
        return parameters(FormFields.getFields(request, MOST_FIELDS, MOST_FORM_BYTES));
    }

    private static Parameters parameters(Fields fields) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        fields.forEach(field -> values.put(field.getName(), field.getValues()));
        return Parameters.of(values);
    }

    /**
     * Whether a page of this server sent it: browsers say so themselves, and no script of another site can change that.
     * The token in the form is the second lock.
     */
    boolean isFromHere() {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            return false;
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String host = request.getHeaders().get(HttpHeader.HOST);
        return origin == null || origin.endsWith("://" + host);
    }

    Visitor visitor(Visit visit) {
        return new Visitor(visit.caller(), visit.operator(), visit.watcher(), visit.csrf(), zone(), theme());
    }

    /** Somebody who is not signed in. */
    Visitor stranger() {
        return new Visitor(NOBODY, false, false, "", zone(), theme());
    }

    String theme() {
        String theme = cookie(THEME);
        return theme != null && THEMES.contains(theme) ? theme : "system";
    }

    private ZoneId zone() {
        String zone = cookie(ZONE);
        try {
            return zone == null ? ZoneId.of("UTC") : ZoneId.of(zone.replace("%2F", "/"));
        } catch (DateTimeException e) {
            return ZoneId.of("UTC");
        }
    }
}
