package io.nightshift.server.webapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes addresses that a client follows: that of its request, a little changed. */
final class RequestAddress {

    /** Where a caller was: a link says anew where it leads. */
    private static final Set<String> PLACES = Set.of("$skiptoken", "$deltatoken");

    private RequestAddress() {}

    /** The address of this request at another place of what it asks for. */
    static String at(ApiRequest request, String place, String token) {
        return at(request.root() + "/" + path(request.path()), request.options(), place, token);
    }

    /** An address with these options, at a place of what it asks for; without a place at its beginning. */
    static String at(String address, Map<String, String> options, @Nullable String place, String token) {
        StringBuilder link = new StringBuilder(address);
        char mark = '?';
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!PLACES.contains(option.getKey())) {
                link.append(mark)
                        .append(encoded(option.getKey()).replace("%24", "$"))
                        .append('=')
                        .append(encoded(option.getValue()));
                mark = '&';
            }
        }
        if (place != null) {
            link.append(mark).append(place).append('=').append(encoded(token));
        }
        return link.toString();
    }

    private static String path(String path) {
        return encoded(path)
                .replace("%2F", "/")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%27", "'");
    }

    /** Percent-encoded, a space as well. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A token without the slashes that one library appends to links. */
    static String bare(String token) {
        String bare = token.strip();
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return bare;
    }
}
