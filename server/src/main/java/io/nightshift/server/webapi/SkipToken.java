package io.nightshift.server.webapi;

import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.server.webapi.odata.ODataCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page begins, in letters that need no encoding. One library appends a slash to the link; it is taken off.
 * The cookie in it is checked against the query when it is used, as any that comes from a client.
 */
record SkipToken(
        int page, int size, boolean count, @Nullable String cookie) {

    String text() {
        String plain = page + " " + size + " " + count + " " + (cookie == null ? "" : cookie);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    static SkipToken of(String text) {
        String bare = RequestAddress.bare(text);
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(bare), StandardCharsets.UTF_8).split(" ", 4);
            if (parts.length == 4) {
                return new SkipToken(
                        Integer.parseInt(parts[0]),
                        Integer.parseInt(parts[1]),
                        Boolean.parseBoolean(parts[2]),
                        parts[3].isEmpty() ? null : parts[3]);
            }
        } catch (IllegalArgumentException e) {
            throw broken();
        }
        throw broken();
    }

    private static RuntimeException broken() {
        return ODataCode.QUERY_SYNTAX.fault(
                "The $skiptoken cannot be used; follow the @odata.nextLink as it was given, or begin anew.");
    }

    PagingInfo paging() {
        return new PagingInfo(page, size, count, cookie);
    }
}
